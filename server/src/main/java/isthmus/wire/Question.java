// Long because the requests of the protocol are easier to read in one place.
package isthmus.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.image.Fitting;
import isthmus.latent.Viewport;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a request asks for, checked as far as that is possible without the model. The components are the request's own
 * fields: those that may be left out have wrapper types, and are null only where that is said. A null plane is the
 * model's default. Immutable by agreement: nobody writes into the arrays. Any thread.
 */
@JsonIgnoreProperties({"id", "op", "model", "version", "lane", "arrays"}) // the envelope's
public sealed interface Question {
    int MOST_RANGES = 16;
    long MOST_SEED = (1L << 53) - 1; // to which JavaScript counts exactly

    /** The same question, held against the server's limits and with the defaults that follow from them. */
    default Question within(Limits limits) {
        return this;
    }

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

        void answer(Column question);

        void answer(Rows question);

        void answer(Nearest question);

        void answer(Points question);

        void answer(Cells question);

        void answer(Select question);

        void answer(Neighbours question);

        void answer(Search question);

        void answer(Values question);

        void answer(Originals question);

        void answer(Density question);

        void answer(Support question);

        void answer(Believe question);

        void answer(Contours question);

        void answer(Posterior question);

        void answer(Refine question);

        void answer(Complete question);

        void answer(Likelihood question);

        void answer(Evidence question);

        void answer(Fit question);

        void answer(Trajectory question);

        void answer(Codebook question);

        void answer(Cancel question);
    }

    record Plane(PlaneChoice plane) implements Question {}

    /**
     * @param health whether what takes a moment is asked for too
     */
    record Dimensions(Boolean health) implements Question {
        public Dimensions {
            health = or(health, false);
        }
    }

    /**
     * @param as what the pixels are: U1 or F4
     */
    record Decode(Matrix codes, ArrayType as) implements Question {
        public Decode {
            required("codes", codes);
            as = pixels(as);
        }
    }

    record Path(Matrix keyframes, isthmus.latent.Path mode, int frames, ArrayType as) implements Question {
        public Path {
            if (required("keyframes", keyframes).rows() < 2) {
                throw Failure.badInput("keyframes", "two or more", keyframes.rows());
            }
            mode = or(mode, isthmus.latent.Path.LERP);
            as = pixels(as);
        }

        @Override
        public Path within(Limits limits) {
            range("frames", frames, 2, limits.get(Limit.MAX_PATH_FRAMES));
            return this;
        }
    }

    record Tiles(PlaneChoice plane, Viewport view, int level) implements Question {
        public Tiles {
            required("view", view);
        }
    }

    /**
     * @param files pictures, or none where there are images
     * @param images (n, values) at the model's input, in [0,1], or null where there are files
     * @param fitting how files are brought to the model's input
     */
    record Encode(
            List<File> files, Matrix images, @JsonUnwrapped Fitting fitting) implements Question {
        /** A picture's file; its bytes are not to be written to. */
        public record File(String name, byte[] bytes) {}

        public Encode {
            files = or(files, List.of());
            if (files.isEmpty() == (images == null)) {
                throw Failure.badInput("", "either files or images to encode", files.isEmpty() ? "neither" : "both");
            }
            shares(images);
            fitting = whole(fitting);
        }

        @Override
        public Encode within(Limits limits) {
            range("images", count(), 1, limits.get(Limit.MAX_IMAGES_PER_REQUEST));
            return this;
        }

        public int count() {
            return images == null ? files.size() : images.rows();
        }
    }

    /** Draws of {@code from}, the prior by default; the seed is from 0 to 2^53 − 1. */
    record Sample(Source from, int count, Long seed, ArrayType as) implements Question {
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
                range("row", or(row, 0), 0, Integer.MAX_VALUE);
                if ((mu == null) != (logvar == null) || (mu != null && mu.length != logvar.length)) {
                    throw Failure.badInput(
                            "", "as many numbers in mu as in logvar", length(mu) + " and " + length(logvar));
                }
                if (row != null && mu != null) {
                    throw Failure.badInput("", "a row, or mu and logvar", "both");
                }
            }

            public boolean isPrior() {
                return row == null && mu == null;
            }

            @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
            static Source named(String name) {
                if (!name.equals("prior")) {
                    throw Failure.badInput("", "\"prior\", a row, or mu and logvar", Printable.shown(name));
                }
                return PRIOR;
            }

            private static String length(float[] values) {
                return values == null ? "none" : Integer.toString(values.length);
            }
        }

        public Sample {
            from = or(from, Source.PRIOR);
            seed = seedOrZero(seed);
            as = pixels(as);
        }

        @Override
        public Sample within(Limits limits) {
            range("count", count, 1, limits.get(Limit.MAX_POINTS_PER_REQUEST));
            return this;
        }
    }

    record Atlas(PlaneChoice plane, Boolean ellipses) implements Question {
        public Atlas {
            ellipses = or(ellipses, false);
        }
    }

    /** A value of each row of the atlas, by the column's name. */
    record Column(String name) implements Question {
        public Column {
            required("name", name);
        }
    }

    /**
     * @param images whether the decoded means and the originals are asked for too
     */
    record Rows(int[] rows, Boolean images) implements Question {
        public Rows {
            if (required("rows", rows).length == 0) {
                throw Failure.badInput("rows", "one or more", "none");
            }
            images = or(images, false);
        }
    }

    record Nearest(float[] z, int k) implements Question {
        public Nearest {
            required("z", z);
        }

        @Override
        public Nearest within(Limits limits) {
            range("k", k, 1, limits.get(Limit.MAX_POINTS_PER_REQUEST));
            return this;
        }
    }

    /** The points of an atlas of columns in a plane, which are put in order where nobody has asked for them yet. */
    record Points(PlaneChoice plane) implements Question {}

    /** Values of a column of an atlas of columns, from {@code from} to {@code to}. */
    record Range(String column, double from, double to) {
        public Range {
            required("column", column);
            if (!(from <= to)) {
                throw Failure.badInput("filter", "a range from its lower to its upper end", from + " to " + to);
            }
        }
    }

    /**
     * Tiles of these points.
     *
     * @param tiles (n, 2) x and y of each
     * @param column whose mean is asked for in place of classes; null for classes
     * @param filter ranges in which rows lie that are shown
     */
    record Cells(PlaneChoice plane, int level, int[][] tiles, String column, List<Range> filter) implements Question {
        public Cells {
            if (required("tiles", tiles).length == 0) {
                throw Failure.badInput("tiles", "one or more", "none");
            }
            for (int[] tile : tiles) {
                if (tile.length != 2) {
                    throw Failure.badInput("tiles", "x and y of each", tile.length + " numbers");
                }
            }
            filter = ranges(filter);
        }

        @Override
        public Cells within(Limits limits) {
            range("tiles", tiles.length, 1, limits.get(Limit.MAX_TILES_PER_REQUEST));
            return this;
        }
    }

    /**
     * What of these points lies within a polygon.
     *
     * @param polygon (corners, 2) of one or several outlines, or null for all
     * @param outlines how many corners each has; null for one outline
     * @param columns of which histograms are asked for
     * @param bars of each
     * @param sample rows at most
     */
    record Select(
            PlaneChoice plane,
            Matrix polygon,
            int[] outlines,
            List<Range> filter,
            List<String> columns,
            Integer bars,
            Integer sample)
            implements Question {
        private static final int MOST_COLUMNS = 16;
        private static final int MOST_BARS = 256;
        private static final int BARS = 32;

        public Select {
            filter = ranges(filter);
            columns = columns == null ? List.of() : List.copyOf(columns);
            range("columns", columns.size(), 0, MOST_COLUMNS);
            bars = range("bars", or(bars, BARS), 1, MOST_BARS);
            sample = or(sample, 0);
        }

        @Override
        public Select within(Limits limits) {
            range("sample", sample, 0, limits.get(Limit.MAX_POINTS_PER_REQUEST));
            if (polygon != null) {
                polygon.of("polygon", 2);
                range("polygon", polygon.rows(), 3, limits.get(Limit.MAX_POINTS_PER_REQUEST));
                if (outlines != null && IntStream.of(outlines).asLongStream().sum() != polygon.rows()) {
                    throw Failure.badInput("outlines", "as many corners as the polygon has", polygon.rows());
                }
            }
            return this;
        }
    }

    /** The nearest rows of an atlas of columns. */
    record Neighbours(float[] z, int k) implements Question {
        private static final int MOST = 256;

        public Neighbours {
            required("z", z);
            range("k", k, 1, MOST);
        }
    }

    /** The rows of an atlas of columns whose text has this in it. */
    record Search(String text, String part, Integer most) implements Question {
        private static final int LONGEST = 200; // characters
        private static final int MOST = 100;

        public Search {
            required("text", text);
            if (required("part", part).isEmpty()) {
                throw Failure.badInput("part", "one or more characters", "none");
            }
            range("part", part.length(), 1, LONGEST);
            most = or(most, MOST);
        }

        @Override
        public Search within(Limits limits) {
            range("most", most, 1, limits.get(Limit.MAX_POINTS_PER_REQUEST));
            return this;
        }
    }

    /** All that an atlas of columns has of some rows. */
    record Values(long[] rows) implements Question {
        public Values {
            if (required("rows", rows).length == 0) {
                throw Failure.badInput("rows", "one or more", "none");
            }
        }

        @Override
        public Values within(Limits limits) {
            range("rows", rows.length, 1, limits.get(Limit.MAX_POINTS_PER_REQUEST));
            return this;
        }
    }

    /**
     * The images that rows of an atlas of columns were encoded from.
     *
     * @param small whether they are asked for as small as cells of tiles are
     */
    record Originals(long[] rows, Boolean small) implements Question {
        public Originals {
            if (required("rows", rows).length == 0) {
                throw Failure.badInput("rows", "one or more", "none");
            }
            small = or(small, false);
        }

        @Override
        public Originals within(Limits limits) {
            range("rows", rows.length, 1, limits.get(Limit.MAX_IMAGES_PER_REQUEST));
            return this;
        }
    }

    /**
     * How well the data support codes.
     *
     * @param sampled whether a sample of the rows of the atlas of columns is meant
     */
    record Support(Matrix codes, Boolean sampled) implements Question {
        public Support {
            required("codes", codes);
        }
    }

    /**
     * The density at codes, where all else is null, or on a grid, where the codes are null.
     *
     * @param sampled whether, at codes, a sample of the rows of the atlas of columns is meant
     */
    record Density(
            Matrix codes, Boolean sampled, PlaneChoice plane, Viewport view, Integer columns, Integer rows, Of of)
            implements Question {
        public record Grid(PlaneChoice plane, Viewport view, int columns, int rows, Of of) {}

        /** The density in latent space at the plane's points, or that of the plane coordinates of draws. */
        public enum Of {
            SLICE,
            PROJECTION
        }

        public Density {
            if (codes == null) {
                required("view", view);
                required("columns", columns);
                required("rows", rows);
                if (Boolean.TRUE.equals(sampled)) {
                    throw Failure.badInput("sampled", "codes at which a sample is looked at", "a grid");
                }
            } else if (Stream.of(plane, view, columns, rows, of).anyMatch(Objects::nonNull)) {
                throw Failure.badInput("", "either codes or the fields of a grid", "both");
            }
        }

        @Override
        public Density within(Limits limits) {
            if (codes == null) {
                int most = limits.get(Limit.MAX_GRID_CELLS);
                range("columns", columns, 1, most);
                range("rows", rows, 1, most);
                range("cells", (long) columns * rows, 1, most);
            }
            return this;
        }

        /** Null where there are codes. */
        public Grid grid() {
            return codes == null ? new Grid(plane, view, columns, rows, or(of, Of.PROJECTION)) : null;
        }
    }

    /**
     * The one image that a report is about: a row of the atlas, a file, or values at the model's input; the others are
     * null.
     *
     * @param files one
     * @param values (1, values) in [0,1]
     * @param fitting how a file is brought to the input
     */
    record Image(
            Integer row,
            List<Encode.File> files,
            @JsonProperty("images") Matrix values,
            @JsonUnwrapped Fitting fitting) {
        public Image {
            long ways = Stream.of(row, files, values).filter(Objects::nonNull).count();
            if (ways != 1) {
                String found = ways == 0 ? "none" : "more than one";
                throw Failure.badInput("", "one image as a row, a file or an array images", found);
            }
            range("row", or(row, 0), 0, Integer.MAX_VALUE);
            range("files", files == null ? 1 : files.size(), 1, 1);
            range("images", values == null ? 1 : values.rows(), 1, 1);
            shares(values);
            fitting = whole(fitting);
        }

        public Encode.File file() {
            return files == null ? null : files.get(0);
        }
    }

    /**
     * @param k draws by which log p(x) is bounded; the limit by default
     * @param sampled whether the image ranks among a sample of the rows of the atlas of columns
     */
    record Believe(@JsonUnwrapped Image image, Integer k, Long seed, Boolean sampled) implements Question {
        public Believe {
            seed = seedOrZero(seed);
        }

        @Override
        public Believe within(Limits limits) {
            int most = limits.get(Limit.MAX_DRAWS);
            return new Believe(image, range("k", or(k, most), 1, most), seed, sampled);
        }
    }

    /**
     * @param columns of the grid, and as many rows; 64 by default
     */
    record Contours(@JsonUnwrapped Image image, Integer columns) implements Question {
        @Override
        public Contours within(Limits limits) {
            int most = (int) Math.sqrt(limits.get(Limit.MAX_POSTERIOR_CELLS));
            return new Contours(image, range("columns", or(columns, Math.min(64, most)), 2, most));
        }
    }

    /**
     * @param columns of the grid, and as many rows; 96 by default
     */
    record Posterior(@JsonUnwrapped Image image, Integer columns, Long seed) implements Question {
        public Posterior {
            seed = seedOrZero(seed);
        }

        @Override
        public Posterior within(Limits limits) {
            int most = (int) Math.sqrt(limits.get(Limit.MAX_POSTERIOR_CELLS));
            return new Posterior(image, range("columns", or(columns, Math.min(96, most)), 2, most), seed);
        }
    }

    /**
     * @param steps at most; the limit by default
     */
    record Refine(@JsonUnwrapped Image image, Integer steps, Long seed) implements Question {
        public Refine {
            seed = seedOrZero(seed);
        }

        @Override
        public Refine within(Limits limits) {
            int most = limits.get(Limit.MAX_REFINEMENT_STEPS);
            return new Refine(image, range("steps", or(steps, most), 1, most), seed);
        }
    }

    /**
     * @param mask not 0 where a pixel is unknown, or null where all are known
     * @param noise standard deviation of what was added to the known
     * @param count completions
     */
    record Complete(@JsonUnwrapped Image image, Mask mask, Double noise, Integer count, Long seed) implements Question {
        /** Completions at most. */
        public static final int MOST = 64;

        /** Completions by default. */
        public static final int USUAL = 8;

        public Complete {
            noise = or(noise, 0.0);
            if (!Double.isFinite(noise)) {
                throw Failure.badInput("noise", "a finite number", noise);
            }
            count = range("count", or(count, USUAL), 1, MOST);
            seed = seedOrZero(seed);
        }
    }

    /**
     * How likely one image is at codes: those that are given, the centres of a grid's cells, or draws of its q(z|x). Of the
     * three one is there, and the others are null.
     *
     * @param view that a grid of {@code columns} and as many rows covers
     * @param draws how many
     * @param gradients whether those of log p(x|z) are asked for too
     */
    record Likelihood(
            @JsonUnwrapped Image image,
            Matrix codes,
            Viewport view,
            Integer columns,
            Integer draws,
            Long seed,
            Boolean gradients)
            implements Question {
        public Likelihood {
            long ways = Stream.of(codes, view, draws).filter(Objects::nonNull).count();
            if (ways != 1 || (view == null) != (columns == null)) {
                throw Failure.badInput(
                        "", "codes, a view with columns, or draws", ways == 1 ? "half of a grid" : ways + " of them");
            }
            seed = seedOrZero(seed);
            gradients = or(gradients, false);
        }

        @Override
        public Likelihood within(Limits limits) {
            if (view != null) {
                range("columns", columns, 2, (int) Math.sqrt(limits.get(Limit.MAX_POSTERIOR_CELLS)));
            }
            if (draws != null) {
                range("draws", draws, 1, limits.get(Limit.MAX_DRAWS));
            }
            return this;
        }

        public int count() {
            return codes != null ? codes.rows() : view != null ? columns * columns : draws;
        }
    }

    /**
     * log p(x) of one image, estimated again and again by ever more draws.
     *
     * @param from what is drawn from, the prior by default
     * @param draws in all; the limit by default
     */
    record Evidence(@JsonUnwrapped Image image, From from, Integer draws, Long seed) implements Question {
        /** The prior, or the image's q(z|x). */
        public enum From {
            PRIOR,
            ENCODER
        }

        private static final int LEAST = 10;

        public Evidence {
            from = or(from, From.PRIOR);
            seed = seedOrZero(seed);
        }

        @Override
        public Evidence within(Limits limits) {
            int most = limits.get(Limit.MAX_EVIDENCE_DRAWS);
            return new Evidence(image, from, range("draws", or(draws, most), LEAST, most), seed);
        }
    }

    /**
     * A prior fitted to the codes of the atlas.
     *
     * @param family a mixture by default
     * @param components of a mixture at most; {@link #USUAL} by default
     * @param count draws of the prior, and as many of what is fitted
     */
    record Fit(Family family, Integer components, Integer count, Long seed) implements Question {
        public enum Family {
            MIXTURE,
            FLOW
        }

        /** Components, and draws, at most. */
        public static final int MOST = 64;

        /** Components at most by default. */
        public static final int USUAL = 32;

        private static final int DRAWS = 12;

        public Fit {
            family = or(family, Family.MIXTURE);
            components = range("components", or(components, USUAL), 1, MOST);
            count = range("count", or(count, DRAWS), 1, MOST);
            seed = seedOrZero(seed);
        }
    }

    /**
     * The way of the prior's draws from noise into place.
     *
     * @param count draws
     * @param moves from one frame to the next
     * @param decoded of the draws, the first ones
     */
    record Trajectory(Integer count, Integer moves, Integer decoded, Long seed) implements Question {
        private static final int DRAWS = 240;
        private static final int MOVES = 16;
        private static final int MOST_MOVES = 64;
        private static final int DECODED = 12;

        public Trajectory {
            moves = range("moves", or(moves, MOVES), 1, MOST_MOVES);
            seed = seedOrZero(seed);
        }

        @Override
        public Trajectory within(Limits limits) {
            int most = limits.get(Limit.MAX_POINTS_PER_REQUEST) / (moves + 1);
            int draws = range("count", or(count, Math.min(DRAWS, most)), 1, most);
            return new Trajectory(
                    draws, moves, range("decoded", or(decoded, Math.min(DECODED, draws)), 0, draws), seed);
        }
    }

    /**
     * The entries of a model of discrete codes and what the data make of them, or what entries codes are of.
     *
     * @param codes null where the entries are asked for
     */
    record Codebook(Matrix codes) implements Question {
        @Override
        public Codebook within(Limits limits) {
            range("codes", codes == null ? 1 : codes.rows(), 1, limits.get(Limit.MAX_IMAGES_PER_REQUEST));
            return this;
        }
    }

    /**
     * @param request the id of what is taken back
     */
    record Cancel(long request) implements Question {
        public Cancel {
            whole("request", request, Request.MAX_ID);
        }
    }

    /** Ranges of a filter, of which there are not many. */
    private static List<Range> ranges(List<Range> filter) {
        List<Range> ranges = filter == null ? List.of() : List.copyOf(filter);
        range("filter", ranges.size(), 0, MOST_RANGES);
        return ranges;
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static <T> T required(String field, T value) {
        if (value == null) {
            throw Failure.badInput(field, "a value", "none");
        }
        return value;
    }

    private static long range(String field, long value, long least, long most) {
        if (value < least || value > most) {
            Failure.Kind kind = value > most ? Failure.Kind.TOO_LARGE : Failure.Kind.BAD_INPUT;
            throw Failure.of(kind, field, least + " to " + most, value);
        }
        return value;
    }

    private static int range(String field, int value, int least, int most) {
        return (int) range(field, (long) value, least, most);
    }

    private static long whole(String field, long value, long most) {
        if (value < 0 || value > most) {
            throw Failure.badInput(field, "a whole number from 0 to " + most, value);
        }
        return value;
    }

    private static long seedOrZero(Long seed) {
        return whole("seed", or(seed, 0L), MOST_SEED);
    }

    private static ArrayType pixels(ArrayType as) {
        if (as != null && as != ArrayType.U1 && as != ArrayType.F4) {
            throw Failure.badInput("as", "u1 or f4", as);
        }
        return or(as, ArrayType.U1);
    }

    /** Images whose values are shares of white. */
    private static void shares(Matrix images) {
        if (images != null) {
            for (float value : images.values()) {
                if (value < 0 || value > 1) {
                    throw Failure.badInput("images", "values from 0 to 1", value);
                }
            }
        }
    }

    /** A fitting with what it leaves out. */
    private static Fitting whole(Fitting fitting) {
        return new Fitting(
                or(fitting.frame(), Fitting.Framing.AUTO),
                or(fitting.centre(), Fitting.Centre.AUTO),
                or(fitting.background(), Fitting.Background.AUTO),
                or(fitting.invert(), Fitting.Invert.AUTO));
    }
}
