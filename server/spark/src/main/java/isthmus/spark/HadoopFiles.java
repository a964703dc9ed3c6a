package isthmus.spark;

import isthmus.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.util.SerializableConfiguration;

/** Files wherever Hadoop's file systems have them: local ones, HDFS, object stores. Any thread. */
record HadoopFiles(SerializableConfiguration configuration) implements Serializable {
    /** Fails with a sentence where there is no such file. */
    FileStatus status(String uri) {
        try {
            return system(uri).getFileStatus(new Path(uri));
        } catch (FileNotFoundException e) {
            throw Failure.notFound(uri, "images", "no such file").causedBy(e);
        } catch (IOException e) {
            throw unreadable(uri, e);
        }
    }

    boolean exists(String uri) {
        try {
            return system(uri).exists(new Path(uri));
        } catch (IOException e) {
            throw unreadable(uri, e);
        }
    }

    /** The files in a folder and below, by their paths within it, in no order. */
    List<String> within(String folder) {
        try {
            FileSystem system = system(folder);
            URI root = system.makeQualified(new Path(folder)).toUri();
            String prefix = root.getPath().endsWith("/") ? root.getPath() : root.getPath() + "/";
            List<String> found = new ArrayList<>();
            RemoteIterator<LocatedFileStatus> files = system.listFiles(new Path(folder), true);
            while (files.hasNext()) {
                found.add(files.next().getPath().toUri().getPath().substring(prefix.length()));
            }
            return found;
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** A place by which it is found from anywhere: with its file system, and from the root. */
    String qualified(String uri) {
        try {
            return system(uri).makeQualified(new Path(uri)).toUri().toString();
        } catch (IOException e) {
            throw unreadable(uri, e);
        }
    }

    void write(String folder, String name, byte[] bytes) throws IOException {
        try (OutputStream to = system(folder).create(new Path(new Path(folder), name))) {
            to.write(bytes);
        }
    }

    InputStream open(String uri) {
        return open(new Path(uri));
    }

    /** A file of a folder, read whole; a Failure where it is larger than allowed. */
    byte[] read(String folder, String within, long most) {
        Path path = new Path(new Path(folder), new Path(null, null, within));
        try {
            long length = path.getFileSystem(configuration.value())
                    .getFileStatus(path)
                    .getLen();
            if (length > most) {
                throw Failure.tooLarge(within, "a picture of at most %d bytes".formatted(most), length);
            }
            try (InputStream in = open(path)) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw unreadable(within, e);
        }
    }

    private InputStream open(Path path) {
        try {
            return path.getFileSystem(configuration.value()).open(path);
        } catch (IOException e) {
            throw unreadable(path.toString(), e);
        }
    }

    private FileSystem system(String uri) throws IOException {
        try {
            return new Path(uri).getFileSystem(configuration.value());
        } catch (IllegalArgumentException e) {
            throw Failure.badInput(uri, "the URI of a folder or a file", e.getMessage())
                    .causedBy(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Failure unreadable(String where, IOException e) {
        return Failure.badInput(where, "a file that can be read", e).causedBy(e);
    }
}
