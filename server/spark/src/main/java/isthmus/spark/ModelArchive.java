package isthmus.spark;

import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * What executors need of a model's folder, which Spark carries to each of them once. (Files that are added to an application
 * do not come to the tasks of a session in Spark 4.) Any thread.
 *
 * @param id of the model
 * @param zip card, networks and prior
 */
record ModelArchive(String id, String version, Broadcast<byte[]> zip) implements Serializable {
    static ModelArchive of(ModelFolder folder, JavaSparkContext spark) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            for (String name : List.of(ModelFolder.CARD, ModelCard.ENCODER, ModelCard.DECODER, ModelCard.PRIOR)) {
                Path one = folder.path().resolve(name);
                if (Files.isRegularFile(one)) {
                    zip.putNextEntry(new ZipEntry(name));
                    Files.copy(one, zip);
                    zip.closeEntry();
                }
            }
        }
        return new ModelArchive(folder.id(), folder.version(), spark.broadcast(packed.toByteArray()));
    }

    /** What tells models apart within a process. */
    String key() {
        return id + " " + version;
    }

    /** Unpacks it on an executor. Deleted when the process ends. */
    ModelFolder unpacked() throws IOException {
        Path parent = Files.createTempDirectory("isthmus-model");
        Path folder = Files.createDirectory(parent.resolve(id));
        parent.toFile().deleteOnExit();
        folder.toFile().deleteOnExit(); // in reverse order, so after its files
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.value()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path one = folder.resolve(Path.of(entry.getName()).getFileName());
                Files.copy(in, one);
                one.toFile().deleteOnExit();
            }
        }
        return ModelFolder.readNetworks(folder);
    }
}
