package isthmus.latent;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers that are the same on any machine and any JDK: SplitMix64 (Steele, Lea and Flood 2014) for the bits,
 * Box–Muller over {@link StrictMath} for standard normal draws. A stream is addressed by a seed and a number, so that
 * the draws of image i depend neither on its batch nor on the draws of other images.
 *
 * <p>By hand because no JDK promises what {@code SplittableRandom} draws, and the 48 bits of {@code Random} are too few
 * to give each image its own stream. One thread at a time.
 */
public final class Noise {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1p-53;

    private final long address;
    private long state;
    private double spare;
    private boolean hasSpare;

    /** The stream with this number among the streams of this seed. */
    public Noise(long seed, long stream) {
        this(mix(mix(seed + GOLDEN) + GOLDEN * (stream + 1)));
    }

    private Noise(long address) {
        this.address = address;
        this.state = address;
    }

    /** The stream with this name among the streams of this seed; the name's number is its 64-bit FNV-1a hash. */
    public static Noise named(long seed, String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return new Noise(seed, hash);
    }

    /** The substream with this number, whatever was drawn from this stream so far. */
    public Noise stream(long number) {
        return new Noise(address, number);
    }

    /** 64 random bits: the next output of SplitMix64. */
    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /** The next multiple of 2⁻⁵³ in [0, 1). */
    public double uniform() {
        return (nextLong() >>> 11) * UNIT;
    }

    /** The next integer, uniform in [0, bound). */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("a bound is positive, not " + bound);
        }
        // Lemire's multiply: the high half of 32 random bits times the bound, redrawn where that would favour a value.
        long product = (nextLong() >>> 32) * bound;
        long low = product & 0xFFFFFFFFL;
        if (low < bound) {
            long threshold = (0x100000000L - bound) % bound;
            while (low < threshold) {
                product = (nextLong() >>> 32) * bound;
                low = product & 0xFFFFFFFFL;
            }
        }
        return (int) (product >>> 32);
    }

    /** The next draw of N(0, 1). Draws come in pairs from two uniforms; the second of a pair is kept for the next call. */
    public double normal() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
        double angle = 2 * Math.PI * uniform();
        spare = radius * StrictMath.sin(angle);
        hasSpare = true;
        return radius * StrictMath.cos(angle);
    }

    /** Successive {@link #normal()} draws. */
    public float[] normals(int count) {
        float[] draws = new float[count];
        for (int i = 0; i < count; i++) {
            draws[i] = (float) normal();
        }
        return draws;
    }

    /** Successive {@link #uniform()} draws. */
    public float[] uniforms(int count) {
        float[] draws = new float[count];
        for (int i = 0; i < count; i++) {
            draws[i] = (float) uniform();
        }
        return draws;
    }

    /** A uniformly random permutation of 0 to n−1. */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
