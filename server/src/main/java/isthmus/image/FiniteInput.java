package isthmus.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A file's bytes for a decoder, which is stopped when it goes on asking beyond the end: the WebP one takes what is
 * missing for zeros, at a microsecond a pixel, for as many pixels as the header announces. One thread at a time; close
 * it.
 */
final class FiniteInput extends MemoryCacheImageInputStream {
    /** Decoders look a little ahead. */
    private static final int PATIENCE = 1000;

    private int asked;

    FiniteInput(byte[] file) {
        super(new ByteArrayInputStream(file));
    }

    @Override
    public int read() throws IOException {
        return checked(super.read());
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        return checked(super.read(into, at, length));
    }

    private int checked(int result) throws IOException {
        if (result < 0) {
            asked++;
            if (asked > PATIENCE) {
                throw new IOException("the file ends within its image");
            }
        }
        return result;
    }
}
