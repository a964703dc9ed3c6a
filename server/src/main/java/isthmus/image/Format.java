package isthmus.image;

import isthmus.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The file formats that are read, told apart by how a file begins, never by its name, so that no other decoder of the
 * platform can be reached. Any thread.
 */
enum Format {
    PNG,
    JPEG,
    GIF,
    BMP,
    WEBP;

    static Format of(byte[] file, String name) {
        if (begins(file, 0, "\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (begins(file, 0, "\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (begins(file, 0, "GIF87a") || begins(file, 0, "GIF89a")) {
            return GIF;
        }
        if (begins(file, 0, "BM")) {
            return BMP;
        }
        if (begins(file, 0, "RIFF") && begins(file, 8, "WEBP")) {
            return WEBP;
        }
        throw Failure.badInput(
                name,
                "a PNG, JPEG, WebP, GIF or BMP picture",
                file.length == 0 ? "an empty file" : "a file of another kind");
    }

    private static boolean begins(byte[] file, int at, String signature) {
        byte[] bytes = signature.getBytes(StandardCharsets.ISO_8859_1);
        int end = at + bytes.length;
        return file.length >= end && Arrays.equals(file, at, end, bytes, 0, bytes.length);
    }
}
