package isthmus.convert.pt2;

import isthmus.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A zip, of which no more may be taken than a file of its size gives when it is honest: a few kilobytes could unpack to
 * gigabytes, and tensors can share numbers. One thread.
 */
final class Archive implements AutoCloseable {
    private static final int GROWTH = 16; // bytes in memory for one of the file, which torch does not compress
    private static final long LEAST = 16 << 20; // bytes that any file may take
    private static final int MAX_PART = Integer.MAX_VALUE - 8; // bytes; an array has no more

    private final ZipFile zip;
    private final Archive around; // null for a file by itself
    private long left;

    Archive(Path file) throws IOException {
        this(file, null);
    }

    private Archive(Path file, Archive around) throws IOException {
        this.zip = new ZipFile(file.toFile());
        this.around = around;
        this.left = Math.max(LEAST, GROWTH * Files.size(file));
    }

    /** A zip that is a part of this one, and takes from what this one may. */
    Archive within(Path copy) throws IOException {
        return new Archive(copy, this);
    }

    Stream<String> names() {
        return zip.stream().map(ZipEntry::getName);
    }

    boolean has(String name) {
        return zip.getEntry(name) != null;
    }

    byte[] part(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw Failure.badInput("", "a part " + name, "none");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) Math.min(left(), MAX_PART));
            if (in.read() >= 0) {
                throw tooLarge(name);
            }
            take(name, bytes.length);
            return bytes;
        }
    }

    /** @param what is made of the parts and needs so many bytes */
    void take(String what, long bytes) {
        if (around != null) {
            around.take(what, bytes);
        } else if (bytes > Math.min(left, MAX_PART)) {
            throw tooLarge(what);
        } else {
            left -= bytes;
        }
    }

    private long left() {
        return around == null ? left : around.left();
    }

    private static Failure tooLarge(String what) {
        return Failure.badInput(
                what,
                "at most %d bytes in memory for each of the file, and no part of more than %d"
                        .formatted(GROWTH, MAX_PART),
                "more");
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
