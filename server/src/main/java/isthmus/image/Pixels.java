package isthmus.image;

import isthmus.Failure;

/**
 * An image as networks and files of data take it. Bytes, for that is what every source has and every screen shows; a
 * network's numbers are rounded to them only on the way out. Immutable by agreement: nobody writes into the array. Any
 * thread.
 *
 * @param values (channels, height, width), one unsigned byte a value; with three channels red, green, blue as sRGB
 */
public record Pixels(Shape shape, byte[] values) {
    public Pixels {
        if (values.length != shape.size()) {
            throw Failure.badInput("", "%d values for an image of %s".formatted(shape.size(), shape), values.length);
        }
    }

    /** The image at {@code at} in an array of many, its values in [0,1]; what lies outside is brought to the edge. */
    public static Pixels of(Shape shape, float[] values, int at) {
        byte[] bytes = new byte[shape.size()];
        toBytes(values, at, bytes.length, bytes, 0);
        return new Pixels(shape, bytes);
    }

    /** Values in [0,1] as unsigned bytes, from one array straight into another. */
    public static void toBytes(float[] values, int from, int count, byte[] bytes, int to) {
        for (int i = 0; i < count; i++) {
            bytes[to + i] = toByte(values[from + i]);
        }
    }

    /** One value in [0,1] as an unsigned byte; not-a-number is 0. */
    static byte toByte(float value) {
        // A cast of what is a half more rounds as Math.round does, in a fifth of the time; and there are millions.
        return (byte) (int) (Math.max(0, Math.min(1, value)) * 255f + 0.5f);
    }

    /** The values in [0,1]: (channels, height, width). */
    public float[] floats() {
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
