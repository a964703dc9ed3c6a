package isthmus.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * The bytes of a file as input of a decoder. Stops a decoder that keeps reading past the end: the WebP one reads zeros
 * there, at a microsecond a pixel, for as many pixels as the header announces. One thread at
 * a time; close it.
 */
class EncodedInput extends ImageInputStreamImpl {
    /** Decoders look a little ahead. */
    private static final int MOST_READS_AT_END = 1000;

    private final byte[] file;
    private int readsAtEnd;

    EncodedInput(byte[] file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        return streamPos < file.length ? file[(int) streamPos++] & 0xFF : end();
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (streamPos >= file.length) {
            return end();
        }
        int count = (int) Math.min(length, file.length - streamPos);
        System.arraycopy(file, (int) streamPos, into, at, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return file.length;
    }

    private int end() throws IOException {
        readsAtEnd++;
        if (readsAtEnd > MOST_READS_AT_END) {
            throw new IOException("the file ends within its image");
        }
        return -1;
    }
}
