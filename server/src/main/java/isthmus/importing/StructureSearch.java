package isthmus.importing;

import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.importing.Structure.Code;
import isthmus.importing.Structure.Image;
import isthmus.inference.torch.RawNetwork.Output;
import isthmus.latent.Noise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out by trying of what size the images of two networks are, and which outputs of the encoder the decoder takes. One
 * thread.
 */
final class StructureSearch {
    private static final int[][] SIDES = {{28, 28}, {32, 32}, {64, 64}, {28, 20}, {128, 128}, {96, 96}, {256, 256}};
    private static final int[] CHANNELS = {1, 3, 4, 2};
    private static final int ROWS = 4;
    private static final int MOST_SHAPES = 60; // tried
    private static final int LONGEST = 1024; // side of an image
    private static final int SMALLEST = 8; // that is tried unasked
    private static final int MOST_DIM = 4096; // of a code

    private final BatchedNetwork encoder;
    private final BatchedNetwork decoder;
    private final Stated stated;
    private final Queue<Shape> waiting = new ArrayDeque<>();
    private final Set<Shape> known = new HashSet<>();
    private Failure nearest; // of the try that came farthest
    private Stage farthest = Stage.ENCODER_RUNS;

    /** What a try has to pass next. */
    private enum Stage {
        ENCODER_RUNS,
        DECODER_RUNS,
        IMAGES_ARE_RIGHT
    }

    StructureSearch(BatchedNetwork encoder, BatchedNetwork decoder, Stated stated) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.stated = stated;
    }

    /**
     * @param likely shapes to try before any other, the likeliest first
     * @param open whether others may be tried
     */
    List<Structure> find(List<Shape> likely, boolean open) {
        for (Shape shape : likely) {
            add(shape);
            List<Structure> found = tryAll(false);
            if (!found.isEmpty()) {
                return found;
            }
        }
        known.clear();
        likely.forEach(this::add);
        List<Structure> found = open ? tryAll(true) : List.of();
        if (found.isEmpty() && open) {
            for (int channels : CHANNELS) {
                if (stated.height() != null) {
                    add(new Shape(channels, stated.height(), stated.width()));
                }
                for (int[] sides : SIDES) {
                    add(new Shape(channels, sides[0], sides[1]));
                }
            }
            found = tryAll(true);
        }
        if (found.isEmpty()) {
            throw nothing(open);
        }
        Set<Shape> shapes = found.stream().map(Structure::shape).collect(Collectors.toSet());
        if (shapes.size() > 1) {
            throw Failure.badInput(
                            "",
                            "one image size that fits both files",
                            shapes.stream().map(Shape::toString).sorted().collect(Collectors.joining(", ")))
                    .hint("state it with --channels, --height and --width, or bring images of that size");
        }
        return found;
    }

    private Failure nothing(boolean open) {
        Failure failure = Failure.badInput(nearest.where(), nearest.expected(), nearest.found())
                .causedBy(nearest);
        if (nearest.hint() != null) {
            return failure.hint(nearest.hint());
        }
        return farthest == Stage.ENCODER_RUNS && open
                ? failure.hint("tried %d sizes of images; state the right one with --channels, --height and --width"
                        .formatted(known.size()))
                : failure;
    }

    private void add(Shape shape) {
        boolean possible = stated.allows(shape)
                && shape.channels() <= 4
                && Math.min(shape.height(), shape.width()) >= 1
                && Math.max(shape.height(), shape.width()) <= LONGEST;
        if (possible && known.size() < MOST_SHAPES && known.add(shape)) {
            waiting.add(shape);
        }
    }

    private List<Structure> tryAll(boolean open) {
        List<Structure> found = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Shape shape = waiting.remove();
            List<Layout> running = new ArrayList<>();
            for (Layout layout : Layout.candidates(shape)) {
                if (running.stream().anyMatch(one -> one.isSameOrder(layout, shape))) {
                    continue; // the same numbers in the same order
                }
                try {
                    found.add(structure(shape, layout, open));
                    running.add(layout);
                } catch (Failure e) {
                    if (open) {
                        shapesFrom(e, shape).forEach(this::add);
                    }
                }
            }
        }
        return found;
    }

    private Structure structure(Shape shape, Layout layout, boolean open) {
        Stage stage = Stage.ENCODER_RUNS;
        try {
            long[] row = Arrays.stream(layout.sizes(1, shape)).skip(1).toArray();
            encoder.fit(row);
            float[] x = new Noise(0, 0).uniforms(ROWS * shape.size());
            List<Output> outputs = encoder.run(x, row, ROWS);
            List<String> random = random(outputs, encoder.run(x, row, ROWS));
            stage = Stage.DECODER_RUNS;
            List<Code> codes = codes(outputs);
            stage = Stage.IMAGES_ARE_RIGHT;
            List<Code> fitting = new ArrayList<>();
            List<Image> images = List.of();
            for (Code code : codes) {
                decoder.fit(code.row());
                int size = (int) Arrays.stream(code.row()).reduce(1, Math::multiplyExact);
                List<Output> decoded = decoder.run(new Noise(0, 1).normals(ROWS * size), code.row(), ROWS);
                List<Image> some = images(decoded, shape);
                if (!some.isEmpty()) {
                    fitting.add(code);
                    images = some;
                } else if (open) {
                    decoded.forEach(output -> shapeOf(output).forEach(this::add));
                }
            }
            if (fitting.isEmpty()) {
                throw decoder.failed("images of %s, as the encoder takes".formatted(shape), "none of its outputs");
            }
            return new Structure(shape, layout, fitting, random, images);
        } catch (Failure e) {
            if (nearest == null || stage.compareTo(farthest) > 0) {
                nearest = e;
                farthest = stage;
            }
            throw e;
        }
    }

    /** Paths of outputs that were not the same twice. */
    private static List<String> random(List<Output> once, List<Output> twice) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < once.size(); i++) {
            if (!Arrays.equals(once.get(i).values(), twice.get(i).values())) {
                paths.add(once.get(i).path());
            }
        }
        return paths;
    }

    /** Parts of the encoder's answer that the decoder takes. */
    private List<Code> codes(List<Output> outputs) {
        List<Code> codes = new ArrayList<>();
        Failure first = null;
        List<CodePart> parts = CodePart.of(outputs, ROWS);
        for (CodePart part : parts) {
            long[] row = part.row(outputs);
            long size = Arrays.stream(row).reduce(1, (a, b) -> a * b);
            Integer dim = stated.dim();
            if (size > MOST_DIM || (dim != null && size != dim)) {
                first = first != null
                        ? first
                        : encoder.failed(
                                dim == null
                                        ? "codes of at most %,d numbers".formatted(MOST_DIM)
                                        : "%d latent dimensions, as --latent-dim says".formatted(dim),
                                "%s of %,d".formatted(part, size));
                continue;
            }
            for (long[] tried :
                    row.length == 1 ? List.of(row, new long[] {size, 1, 1}) : List.of(row, new long[] {size})) {
                try {
                    decoder.fit(tried);
                    codes.add(new Code(part, tried));
                    break;
                } catch (Failure e) {
                    first = first != null ? first : e;
                }
            }
        }
        if (codes.isEmpty()) {
            throw first != null
                    ? first
                    : encoder.failed("codes of (%d, dim) for %d images".formatted(ROWS, ROWS), shapes(outputs));
        }
        return codes;
    }

    private static List<Image> images(List<Output> outputs, Shape shape) {
        List<Image> images = new ArrayList<>();
        for (Output output : outputs) {
            if (output.shape().length > 1 && output.shape()[0] == ROWS) {
                Layout.of(output.shape(), shape).forEach(layout -> images.add(new Image(output.path(), layout)));
            }
        }
        return images;
    }

    /** Shapes of which a decoder's output may be images. */
    private static List<Shape> shapeOf(Output output) {
        long[] s = output.shape();
        if (s.length == 4) {
            return List.of(
                    new Shape((int) s[1], (int) s[2], (int) s[3]), new Shape((int) s[3], (int) s[1], (int) s[2]));
        }
        return s.length == 2 ? squares((int) s[1]) : List.of();
    }

    /** Shapes that the engine's complaint of another points to. */
    private static List<Shape> shapesFrom(Failure failure, Shape tried) {
        int channels = EngineComplaint.channelsWanted(failure);
        if (channels > 0) {
            return List.of(new Shape(channels, tried.height(), tried.width()));
        }
        int[] product = EngineComplaint.product(failure);
        if (product == null) {
            return List.of();
        }
        if (product[0] == tried.size()) {
            return squares(product[1]);
        }
        double factor = Math.sqrt((double) product[1] / product[0]);
        double height = tried.height() * factor;
        double width = tried.width() * factor;
        boolean whole = height == Math.rint(height) && width == Math.rint(width) && Math.min(height, width) >= SMALLEST;
        return whole ? List.of(new Shape(tried.channels(), (int) height, (int) width)) : List.of();
    }

    /** The square of so many values that is likeliest: grey before colour. */
    private static List<Shape> squares(int size) {
        for (int channels : CHANNELS) {
            int side = (int) Math.round(Math.sqrt((double) size / channels));
            if (channels * side * side == size && side >= SMALLEST) {
                return List.of(new Shape(channels, side, side));
            }
        }
        return List.of();
    }

    private static String shapes(List<Output> outputs) {
        return outputs.stream().map(output -> Arrays.toString(output.shape())).collect(Collectors.joining(", "));
    }
}
