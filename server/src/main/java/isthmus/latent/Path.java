package isthmus.latent;

import isthmus.Failure;

/** Ways from one point of latent space to the next through any number of keyframes. Any thread. */
public enum Path {
    /** Straight: each number runs evenly from one keyframe to the next. */
    LERP {
        @Override
        void between(float[] keyframes, int from, int to, int dim, double share, float[] out, int at) {
            for (int d = 0; d < dim; d++) {
                out[at + d] = (float) ((1 - share) * keyframes[from + d] + share * keyframes[to + d]);
            }
        }
    },

    /**
     * Around the origin: the direction turns evenly along the great circle while the length runs evenly, so that the
     * path keeps to where the prior of many dimensions has its mass. Straight where a keyframe is the origin; where
     * two keyframes are opposite, it turns towards the axis along which the first of them reaches least.
     */
    SLERP {
        @Override
        void between(float[] keyframes, int from, int to, int dim, double share, float[] out, int at) {
            double[] a = Vectors.doubles(keyframes, from, dim);
            double[] b = Vectors.doubles(keyframes, to, dim);
            double start = Vectors.length(a);
            double end = Vectors.length(b);
            double[] towards = start == 0 || end == 0 ? null : tangent(Vectors.unit(a), Vectors.unit(b));
            if (towards == null) {
                LERP.between(keyframes, from, to, dim, share, out, at);
                return;
            }
            double angle = share * Math.atan2(Math.abs(Vectors.dot(towards, b)), Vectors.dot(a, b) / start);
            double length = (1 - share) * start + share * end;
            for (int d = 0; d < dim; d++) {
                out[at + d] = (float) (length * (Math.cos(angle) * a[d] / start + Math.sin(angle) * towards[d]));
            }
        }
    };

    /**
     * Frames that are decoded together, alone and from the first on: so their bytes follow from the path, and are the same
     * whenever and by whom it is asked for.
     */
    public static final int PATH_BATCH = 16;

    private static final double ONE_LINE = 1e-6; // sine below which floats do not tell an angle from 0 or π

    /**
     * Frames evenly spread over the path, as many between each two keyframes. The first and the last frame are the
     * first and the last keyframe to the bit, and so is each keyframe that a frame falls on.
     *
     * @param keyframes (count, dim), two or more
     * @param frames two or more
     * @return (frames, dim)
     */
    public float[] through(float[] keyframes, int dim, int frames) {
        int segments = keyframes.length / dim - 1;
        if (segments < 1 || keyframes.length % dim != 0 || frames < 2) {
            throw Failure.badInput(
                    "",
                    "2 or more keyframes of " + dim + " numbers and 2 or more frames",
                    "%d numbers and %d frames".formatted(keyframes.length, frames));
        }
        float[] out = new float[frames * dim];
        for (int f = 0; f < frames; f++) {
            // In whole numbers, so that a frame falls on a keyframe exactly or not at all.
            long place = (long) f * segments;
            int from = (int) (place / (frames - 1)) * dim;
            long rest = place % (frames - 1);
            if (rest == 0) {
                System.arraycopy(keyframes, from, out, f * dim, dim);
            } else {
                between(keyframes, from, from + dim, dim, (double) rest / (frames - 1), out, f * dim);
            }
        }
        return out;
    }

    /** The point at this share, in (0, 1), of the way between the keyframes that start at from and to. */
    abstract void between(float[] keyframes, int from, int to, int dim, double share, float[] out, int at);

    /**
     * The unit vector at a right angle to the start, towards the end, both of length 1; null where the two are the
     * same or there is no other way to turn.
     */
    private static double[] tangent(double[] start, double[] end) {
        double[] rest = Vectors.rejection(end, start);
        if (Vectors.length(rest) < ONE_LINE && Vectors.dot(start, end) < 0) {
            int least = 0;
            for (int d = 0; d < start.length; d++) {
                least = Math.abs(start[d]) < Math.abs(start[least]) ? d : least;
            }
            double[] axis = new double[start.length];
            axis[least] = 1;
            rest = Vectors.rejection(axis, start);
        }
        return Vectors.length(rest) < ONE_LINE ? null : Vectors.unit(rest);
    }
}
