package isthmus.wire;

/**
 * One array of a binary frame: its name, its type and its sides, the last of which runs fastest. Immutable by agreement:
 * nobody writes into the array. Any thread.
 */
public record ArraySpec(String name, ArrayType type, int[] shape) {
    public static ArraySpec of(String name, ArrayType type, int... shape) {
        return new ArraySpec(name, type, shape);
    }

    /** Number of values. */
    public long size() {
        long size = 1;
        for (int side : shape) {
            size *= side;
        }
        return size;
    }

    /** Rounded up to a multiple of eight. */
    long paddedBytes() {
        return padded(size() * type.bytes());
    }

    static long padded(long bytes) {
        return (bytes + 7) / 8 * 8;
    }
}
