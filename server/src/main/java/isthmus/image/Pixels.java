package isthmus.image;

import isthmus.Failure;

/**
 * An image in the shape of a model's input or output, in bytes, which is what sources have and screens show; a network's
 * floats are rounded only on output. Immutable by agreement: nobody writes into the array. Any
 * thread.
 *
 * @param values (channels, height, width), one unsigned byte a value; with three channels red, green, blue as sRGB, and
 *     one more for straight alpha
 */
public record Pixels(Shape shape, byte[] values) {
    public Pixels {
        if (values.length != shape.size()) {
            throw Failure.badInput("", "%d values for an image of %s".formatted(shape.size(), shape), values.length);
        }
    }

    /** The image at {@code at} in an array of many, its values in [0,1]; values outside are clamped. */
    public static Pixels of(Shape shape, float[] values, int at) {
        byte[] bytes = new byte[shape.size()];
        toBytes(values, at, bytes.length, bytes, 0);
        return new Pixels(shape, bytes);
    }

    /** Values in [0,1] as unsigned bytes. */
    public static byte[] bytes(float[] values) {
        byte[] bytes = new byte[values.length];
        toBytes(values, 0, values.length, bytes, 0);
        return bytes;
    }

    /** Values in [0,1] as unsigned bytes, from one array straight into another. */
    public static void toBytes(float[] values, int from, int count, byte[] bytes, int to) {
        for (int i = 0; i < count; i++) {
            bytes[to + i] = toByte(values[from + i]);
        }
    }

    /** One value in [0,1] as an unsigned byte; NaN is 0. */
    static byte toByte(float value) {
        // Rounds as Math.round does in a fifth of the time, for there are millions.
        return (byte) (int) (Math.max(0, Math.min(1, value)) * 255f + 0.5f);
    }

    /** The values in [0,1]: (channels, height, width). */
    public float[] floats() {
        return floats(values);
    }

    /** Unsigned bytes as values in [0,1]. */
    public static float[] floats(byte[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (values[i] & 0xFF) / 255f;
        }
        return floats;
    }

    /** One value, 0 to 255. */
    public int at(int channel, int y, int x) {
        return values[(channel * shape.height() + y) * shape.width() + x] & 0xFF;
    }
}
