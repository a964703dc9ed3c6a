package isthmus.wire;

import isthmus.Failure;
import isthmus.image.Fitting;
import isthmus.latent.Viewport;
import java.util.List;

/**
 * What a request asks for, checked as far as that is possible without the model. Where a plane is null, the model's own
 * default is meant. Immutable by agreement: nobody writes into the arrays. Any thread.
 */
public sealed interface Question {
    /** Hands itself to the method that answers its kind. */
    void to(Answerer answerer);

    /** Answers each kind of question; a new kind is a method here, and the compiler finds who has to have it. */
    interface Answerer {
        void answer(Plane question);

        void answer(Dimensions question);

        void answer(Decode question);

        void answer(Path question);

        void answer(Tiles question);

        void answer(Encode question);

        void answer(Sample question);

        void answer(Atlas question);

        void answer(Rows question);

        void answer(Nearest question);

        void answer(Density question);

        void answer(Believe question);

        void answer(Posterior question);

        void answer(Refine question);

        void answer(Complete question);

        void answer(Cancel question);
    }

    record Plane(PlaneChoice plane) implements Question {
        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    /**
     * @param health whether what takes a moment is asked for too
     */
    record Dimensions(boolean health) implements Question {
        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    /**
     * @param as what the pixels are: U1 or F4
     */
    record Decode(Matrix codes, ArrayType as) implements Question {
        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    /**
     * @param frames two or more
     */
    record Path(Matrix keyframes, isthmus.latent.Path mode, int frames, ArrayType as) implements Question {
        public Path {
            if (keyframes.rows() < 2) {
                throw Failure.badInput("keyframes: expected two or more, found " + keyframes.rows());
            }
        }

        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    record Tiles(PlaneChoice plane, Viewport view, int level) implements Question {
        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    /**
     * @param files pictures, or none where there are images
     * @param images (n, values) at the model's input, or null where there are files
     */
    record Encode(List<File> files, Matrix images, Fitting wish) implements Question {
        /** A picture's file; its bytes are not to be written to. */
        public record File(String name, byte[] bytes) {}

        public Encode {
            if (files.isEmpty() == (images == null)) {
                throw Failure.badInput("expected either files or images to encode, found %s"
                        .formatted(files.isEmpty() ? "neither" : "both"));
            }
        }

        public int count() {
            return images == null ? files.size() : images.rows();
        }

        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    /** Draws of {@code from}; the seed is from 0 to 2^53 − 1. */
    record Sample(Source from, int count, long seed, ArrayType as) implements Question {
        /**
         * The prior where row and mu are null.
         *
         * @param row of the atlas, or null
         * @param mu mean of a Gaussian, or null
         * @param logvar log variances of it, or null
         */
        public record Source(Integer row, float[] mu, float[] logvar) {
            public static final Source PRIOR = new Source(null, null, null);

            public Source {
                if ((mu == null) != (logvar == null) || (mu != null && mu.length != logvar.length)) {
                    throw Failure.badInput("from: expected as many numbers in mu as in logvar, found %s and %s"
                            .formatted(count(mu), count(logvar)));
                }
            }

            private static String count(float[] values) {
                return values == null ? "none" : Integer.toString(values.length);
            }
        }

        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    record Atlas(PlaneChoice plane, Value value, boolean ellipses) implements Question {
        /** What samples are coloured by. */
        public enum Value {
            KL,
            RECONSTRUCTION,
            ELBO,
            LABEL
        }

        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    record Rows(int[] rows, boolean images) implements Question {
        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    record Nearest(float[] z, int k) implements Question {
        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    /**
     * @param codes where the density is asked for, or null for a grid
     * @param grid null where codes are given
     */
    record Density(Matrix codes, Grid grid) implements Question {
        public record Grid(PlaneChoice plane, Viewport view, int columns, int rows, Of of) {}

        /** The density in latent space at the plane's points, or that of the plane coordinates of draws. */
        public enum Of {
            SLICE,
            PROJECTION
        }

        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    /**
     * The one image that a report is about: a row of the atlas, a file, or values at the model's input; the others are
     * null.
     *
     * @param values (1, values) in [0,1]
     * @param wish how a file is brought to the input
     */
    record Image(Integer row, Encode.File file, Matrix values, Fitting wish) {
        public Image {
            int ways = (row == null ? 0 : 1) + (file == null ? 0 : 1) + (values == null ? 0 : 1);
            if (ways != 1) {
                throw Failure.badInput("expected one image as a row, a file or an array images, found %s"
                        .formatted(ways == 0 ? "none" : "more than one"));
            }
            if (values != null && values.rows() != 1) {
                throw Failure.badInput("images: expected one image, found " + values.rows());
            }
        }
    }

    /**
     * @param k draws by which log p(x) is bounded
     */
    record Believe(Image image, int k, long seed) implements Question {
        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    /**
     * @param columns of the grid, and as many rows
     */
    record Posterior(Image image, int columns, long seed) implements Question {
        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    /**
     * @param steps at most
     */
    record Refine(Image image, int steps, long seed) implements Question {
        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    /**
     * @param mask not 0 where a pixel is unknown, or null where all are known
     * @param noise standard deviation of what was added to the known
     * @param count completions
     */
    record Complete(Image image, Mask mask, double noise, int count, long seed) implements Question {
        /** Completions at most. */
        public static final int MOST = 64;

        /** Completions where nobody says how many. */
        public static final int USUAL = 8;

        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }

    /**
     * @param request the id of what is taken back
     */
    record Cancel(long request) implements Question {
        @Override
        public void to(Answerer answerer) {
            answerer.answer(this);
        }
    }
}
