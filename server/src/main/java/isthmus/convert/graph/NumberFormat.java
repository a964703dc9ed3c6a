package isthmus.convert.graph;

import isthmus.torchscript.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How files hold numbers, all little-endian. Real ones become float32, whole ones int64. */
public enum NumberFormat {
    FLOAT64(8, false),
    FLOAT32(4, false),
    FLOAT16(2, false),
    BFLOAT16(2, false),
    INT64(8, true),
    INT32(4, true),
    UINT32(4, true),
    INT16(2, true),
    UINT16(2, true),
    INT8(1, true),
    UINT8(1, true);

    private static final int FRACTION = 10; // bits of a half's fraction
    private static final int BIAS = 15; // of a half's exponent

    private final int bytes;
    private final boolean integer;

    NumberFormat(int bytes, boolean integer) {
        this.bytes = bytes;
        this.integer = integer;
    }

    /** Of one number. */
    public int bytes() {
        return bytes;
    }

    public boolean isInteger() {
        return integer;
    }

    /** As many numbers as the shape has, from the buffer's position on. */
    public Constant constant(ByteBuffer buffer, int[] shape) {
        ByteBuffer in = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int size = Tensor.size(shape);
        if (integer) {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = whole(in);
            }
            return Constant.of(shape, values);
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = switch (this) {
                case FLOAT64 -> (float) in.getDouble();
                case FLOAT32 -> in.getFloat();
                default -> bits(in.getShort());
            };
        }
        return Constant.of(shape, values);
    }

    /** The number that 16 bits stand for, in a format that has so many. */
    public float bits(short bits) {
        if (this == BFLOAT16) {
            return Float.intBitsToFloat(bits << Short.SIZE);
        }
        int exponent = bits >> FRACTION & 0x1f;
        int fraction = bits & 0x3ff;
        float size = exponent == 0
                ? Math.scalb((float) fraction, 1 - BIAS - FRACTION)
                : exponent == 0x1f
                        ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                        : Math.scalb((float) (fraction | 0x400), exponent - BIAS - FRACTION);
        return bits < 0 ? -size : size;
    }

    private long whole(ByteBuffer in) {
        return switch (this) {
            case INT64 -> in.getLong();
            case INT32 -> in.getInt();
            case UINT32 -> Integer.toUnsignedLong(in.getInt());
            case INT16 -> in.getShort();
            case UINT16 -> Short.toUnsignedInt(in.getShort());
            case INT8 -> in.get();
            default -> Byte.toUnsignedInt(in.get());
        };
    }
}
