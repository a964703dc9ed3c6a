package isthmus.importing.jobs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportsTest {
    @TempDir
    Path models;

    private Path left(String id, Duration ago) throws IOException {
        Path folder = Files.createDirectories(models.resolve(Imports.FOLDER).resolve(id));
        Files.writeString(folder.resolve("vae.onnx"), "half of a file");
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(ago)));
        return folder;
    }

    @Test
    void whatAKilledServerLeftIsRemovedAndWhatAnotherIsAtIsNot() throws Exception {
        Path old = left("old", Duration.ofHours(2));
        Path young = left("young", Duration.ofMinutes(5));
        Path later = left("later", Duration.ofDays(1));
        Imports imports = new Imports(models, Limits.defaults(), () -> {});
        for (int i = 0; i < 500 && (Files.exists(old) || Files.exists(later)); i++) {
            Thread.sleep(10);
        }
        imports.close();
        assertTrue(!Files.exists(old) && !Files.exists(later), "old ones are removed");
        assertTrue(Files.exists(young.resolve("vae.onnx")), "a young one stays");
    }
}
