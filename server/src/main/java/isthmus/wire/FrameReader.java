package isthmus.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import isthmus.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes a binary frame apart; what is taken out is a copy. One thread. */
final class FrameReader {
    private static final int MOST_ARRAYS = 4096;
    private static final int MOST_SIDES = 8;

    private final ByteBuffer bytes;
    private final int headBytes;

    /** An array as the head describes it. */
    record Array(ArraySpec part, long offset) {
        static List<Array> list(JsonParser json) throws IOException {
            if (!json.hasToken(JsonToken.START_ARRAY)) {
                throw Failure.badInput("expected a list of arrays, found " + Values.shown(json));
            }
            List<Array> arrays = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (arrays.size() == MOST_ARRAYS) {
                    throw Failure.badInput("expected at most %d arrays, found more".formatted(MOST_ARRAYS));
                }
                arrays.add(one(json));
            }
            return arrays;
        }

        private static Array one(JsonParser json) throws IOException {
            if (!json.hasToken(JsonToken.START_OBJECT)) {
                throw Failure.badInput("expected an array's description as an object, found " + Values.shown(json));
            }
            String name = null;
            ArrayType type = null;
            int[] shape = null;
            long offset = -1;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "name" -> name = Values.text(json);
                    case "type" -> type = ArrayType.named(Values.text(json));
                    case "shape" -> shape = Values.rows(json, MOST_SIDES);
                    case "offset" -> offset = Values.whole(json, 0, Integer.MAX_VALUE);
                    default ->
                        throw Failure.badInput(
                                "expected name, type, shape and offset, found " + Printable.shown(field));
                }
            }
            if (name == null || type == null || shape == null || offset < 0) {
                throw Failure.badInput(
                        "expected name, type, shape and offset of each array, found one of them missing");
            }
            return new Array(new ArraySpec(name, type, shape), offset);
        }

        /** How many bytes it has, or more than any frame. */
        private long length() {
            long length = part.type().bytes();
            for (int side : part.shape()) {
                length = Math.min(length * side, Integer.MAX_VALUE);
            }
            return length;
        }
    }

    FrameReader(ByteBuffer frame) {
        bytes = frame.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.limit() < AnswerFrame.HEADER) {
            throw Failure.badInput(
                    "expected a frame of %d bytes or more, found %d".formatted(AnswerFrame.HEADER, bytes.limit()));
        }
        if (bytes.getInt(0) != AnswerFrame.MAGIC) {
            throw Failure.badInput("expected a frame that begins with ISTH, found other bytes");
        }
        if (bytes.get(4) != AnswerFrame.VERSION) {
            throw Failure.badInput(
                    "expected a frame of version %d, found %d".formatted(AnswerFrame.VERSION, bytes.get(4) & 0xFF));
        }
        long length = bytes.getInt(12) & 0xFFFFFFFFL;
        if (length % 8 != 0 || length > bytes.limit() - AnswerFrame.HEADER) {
            throw Failure.badInput("expected a head of a multiple of 8 bytes that lies in the frame, found one of %d"
                    .formatted(length));
        }
        headBytes = (int) length;
    }

    long id() {
        return bytes.getInt(8) & 0xFFFFFFFFL;
    }

    byte[] head() {
        byte[] head = new byte[headBytes];
        bytes.get(AnswerFrame.HEADER, head);
        return head;
    }

    /** A copy of one array's bytes. */
    byte[] bytes(Array array) {
        return copied(array);
    }

    /** An array of f4 as rows: its first side, and all that is left. */
    Matrix matrix(Array array) {
        ArraySpec part = array.part();
        if (part.type() != ArrayType.F4 || part.shape().length < 2) {
            throw Failure.badInput("%s: expected an array f4 of two or more sides, found %s %s"
                    .formatted(part.name(), part.type(), Arrays.toString(part.shape())));
        }
        float[] values = floats(array);
        int rows = part.shape()[0];
        return new Matrix(rows, rows == 0 ? 0 : values.length / rows, values);
    }

    /** An array of u1 as rows of shares of 255. */
    Matrix shares(Array array) {
        byte[] bytes = copied(array);
        float[] values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (bytes[i] & 0xFF) / 255f;
        }
        int rows = array.part().shape()[0];
        return new Matrix(rows, rows == 0 ? 0 : values.length / rows, values);
    }

    Mask mask(Array array) {
        ArraySpec part = array.part();
        if (part.type() != ArrayType.U1) {
            throw Failure.badInput("mask: expected an array u1, found " + part.type());
        }
        return new Mask(part.shape(), copied(array));
    }

    /** An array of f4, flat. */
    float[] floats(Array array) {
        byte[] copy = copied(array);
        float[] values = new float[copy.length / Float.BYTES];
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw Failure.badInput("%s: expected finite numbers, found %s"
                        .formatted(array.part().name(), value));
            }
        }
        return values;
    }

    private byte[] copied(Array array) {
        int room = bytes.limit() - AnswerFrame.HEADER - headBytes;
        long length = array.length();
        if (array.offset() % 8 != 0 || array.offset() + length > room) {
            throw Failure.badInput(
                    "%s: expected an array at a multiple of 8 that lies in the %d bytes behind the head, found %d at %d"
                            .formatted(Printable.shown(array.part().name()), room, length, array.offset()));
        }
        byte[] copy = new byte[(int) length];
        bytes.get(AnswerFrame.HEADER + headBytes + (int) array.offset(), copy);
        return copy;
    }
}
