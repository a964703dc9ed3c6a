package isthmus.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Makes small idx files for tests. */
public final class IdxFiles {
    private IdxFiles() {}

    static byte[] bytes(int[] sizes, byte[] values) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(new byte[] {0, 0, 8, (byte) sizes.length});
        for (int size : sizes) {
            out.writeInt(size);
        }
        out.write(values);
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    /** Writes a file, packed if its name ends in {@code .gz}, making its folder. */
    public static Path write(Path path, int[] sizes, byte[] values) throws IOException {
        Files.createDirectories(path.getParent());
        byte[] bytes = bytes(sizes, values);
        return Files.write(path, path.toString().endsWith(".gz") ? gzip(bytes) : bytes);
    }

    /** Values 0, 1, 2, ... for the sizes, modulo 251. */
    static byte[] counting(int... sizes) {
        int count = 1;
        for (int size : sizes) {
            count *= size;
        }
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++) {
            values[i] = (byte) (i % 251);
        }
        return values;
    }
}
