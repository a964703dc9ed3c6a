package isthmus.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Checks that a GIF file is whole, which ImageIO does not: it leaves missing pixels black. Any thread. */
final class Gif {
    private static final int SCREEN = 13; // bytes of the signature and the logical screen
    private static final int IMAGE = 0x2c;
    private static final int EXTENSION = 0x21;
    private static final int TRAILER = 0x3b;

    private Gif() {}

    /** Fails unless every block up to the trailer is there. */
    static void checkWhole(byte[] file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        skip(in, SCREEN);
        skip(in, colours(in.get(SCREEN - 3)));
        boolean image = false;
        for (int block = next(in); block != TRAILER; block = next(in)) {
            if (block == IMAGE) {
                skip(in, 9);
                skip(in, colours(in.get(in.position() - 1)) + 1); // and the minimum code size
                image = true;
            } else if (block == EXTENSION) {
                skip(in, 1);
            } else {
                throw new IOException("expected a block at byte %d, found 0x%02x".formatted(in.position() - 1, block));
            }
            for (int length = next(in); length > 0; length = next(in)) {
                skip(in, length);
            }
        }
        if (!image) {
            throw new IOException("the file holds no image");
        }
    }

    /** Bytes of the colour table that a flags byte announces. */
    private static int colours(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static int next(ByteBuffer in) throws IOException {
        skip(in, 1);
        return in.get(in.position() - 1) & 0xff;
    }

    private static void skip(ByteBuffer in, int bytes) throws IOException {
        if (in.remaining() < bytes) {
            throw new EOFException("the file ends before its trailer");
        }
        in.position(in.position() + bytes);
    }
}
