package isthmus.latent;

import isthmus.Failure;

/** Interpolation of codes between keyframes. Any thread. */
public enum Path {
    /** Linear. */
    LERP {
        @Override
        void interpolate(float[] keyframes, int from, int to, int dim, double fraction, float[] out, int at) {
            for (int d = 0; d < dim; d++) {
                out[at + d] = (float) ((1 - fraction) * keyframes[from + d] + fraction * keyframes[to + d]);
            }
        }
    },

    /**
     * Spherical, with the norm interpolated linearly, so that the path stays where a prior of many dimensions has its mass.
     * Linear where a keyframe is the origin; between opposite keyframes it passes through the axis along which the first
     * has its smallest coordinate.
     */
    SLERP {
        @Override
        void interpolate(float[] keyframes, int from, int to, int dim, double fraction, float[] out, int at) {
            double[] a = Vectors.doubles(keyframes, from, dim);
            double[] b = Vectors.doubles(keyframes, to, dim);
            double start = Vectors.length(a);
            double end = Vectors.length(b);
            double[] towards = start == 0 || end == 0 ? null : tangent(Vectors.unit(a), Vectors.unit(b));
            if (towards == null) {
                LERP.interpolate(keyframes, from, to, dim, fraction, out, at);
                return;
            }
            double angle = fraction * Math.atan2(Math.abs(Vectors.dot(towards, b)), Vectors.dot(a, b) / start);
            double length = (1 - fraction) * start + fraction * end;
            for (int d = 0; d < dim; d++) {
                out[at + d] = (float) (length * (Math.cos(angle) * a[d] / start + Math.sin(angle) * towards[d]));
            }
        }
    };

    /**
     * Frames of a batch, which holds no other codes and starts at a multiple of this number, so that the bytes of frames
     * depend on the path alone.
     */
    public static final int PATH_BATCH = 16;

    private static final double COLLINEAR = 1e-6; // sine below which floats do not tell an angle from 0 or π

    /**
     * Frames evenly spaced along the path, with equal segments. Frames that fall on a keyframe, as the first and the last
     * do, equal it to the bit.
     *
     * @param keyframes (count, dim), two or more
     * @param frames two or more
     * @return (frames, dim)
     */
    public float[] interpolate(float[] keyframes, int dim, int frames) {
        int segments = keyframes.length / dim - 1;
        if (segments < 1 || keyframes.length % dim != 0 || frames < 2) {
            throw Failure.badInput(
                    "",
                    "2 or more keyframes of " + dim + " numbers and 2 or more frames",
                    "%d numbers and %d frames".formatted(keyframes.length, frames));
        }
        float[] out = new float[frames * dim];
        for (int f = 0; f < frames; f++) {
            // In integers, so that a frame falls on a keyframe exactly or not at all.
            long place = (long) f * segments;
            int from = (int) (place / (frames - 1)) * dim;
            long rest = place % (frames - 1);
            if (rest == 0) {
                System.arraycopy(keyframes, from, out, f * dim, dim);
            } else {
                interpolate(keyframes, from, from + dim, dim, (double) rest / (frames - 1), out, f * dim);
            }
        }
        return out;
    }

    /** Interpolates at this fraction, in (0, 1), between the keyframes that start at from and to. */
    abstract void interpolate(float[] keyframes, int from, int to, int dim, double fraction, float[] out, int at);

    /**
     * The unit vector orthogonal to start in the direction of end, both of length 1; null where the two are equal or space
     * has one dimension.
     */
    private static double[] tangent(double[] start, double[] end) {
        double[] rest = Vectors.rejection(end, start);
        if (Vectors.length(rest) < COLLINEAR && Vectors.dot(start, end) < 0) {
            int least = 0;
            for (int d = 0; d < start.length; d++) {
                least = Math.abs(start[d]) < Math.abs(start[least]) ? d : least;
            }
            double[] axis = new double[start.length];
            axis[least] = 1;
            rest = Vectors.rejection(axis, start);
        }
        return Vectors.length(rest) < COLLINEAR ? null : Vectors.unit(rest);
    }
}
