package isthmus.wire;

import isthmus.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Takes a binary frame apart into its id, its head and what lies behind that. One thread. */
final class FrameReader {
    private static final int MAX_HEAD = 1 << 20; // bytes, for numbers belong into arrays

    private final ByteBuffer bytes;
    private final int headBytes;

    FrameReader(ByteBuffer frame) {
        bytes = frame.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.limit() < AnswerFrame.HEADER) {
            throw Failure.badInput("", "a frame of " + AnswerFrame.HEADER + " bytes or more", bytes.limit());
        }
        if (bytes.getInt(0) != AnswerFrame.MAGIC) {
            throw Failure.badInput("", "a frame that begins with ISTH", "other bytes");
        }
        if (bytes.get(4) != AnswerFrame.VERSION) {
            throw Failure.badInput("", "a frame of version " + AnswerFrame.VERSION, bytes.get(4) & 0xFF);
        }
        long length = bytes.getInt(12) & 0xFFFFFFFFL;
        int room = Math.min(MAX_HEAD, bytes.limit() - AnswerFrame.HEADER);
        if (length % 8 != 0 || length > room) {
            throw Failure.badInput("", "a head of a multiple of 8 bytes, at most " + room, "one of " + length);
        }
        headBytes = (int) length;
    }

    long id() {
        return bytes.getInt(8) & 0xFFFFFFFFL;
    }

    /** A copy of the head. */
    byte[] head() {
        byte[] head = new byte[headBytes];
        bytes.get(AnswerFrame.HEADER, head);
        return head;
    }

    /** The bytes behind the head, not copied. */
    ByteBuffer payload() {
        int start = AnswerFrame.HEADER + headBytes;
        return bytes.slice(start, bytes.limit() - start);
    }
}
