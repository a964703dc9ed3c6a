package isthmus.live;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.inference.Lane;
import isthmus.latent.Plane;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import isthmus.wire.Question.Density.Grid;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The log density of the aggregate posterior, computed in parts of some milliseconds between which it can be cancelled.
 * Any thread.
 */
final class DensityAnswer extends AnswerBase {
    private static final int TERMS = 2_000_000; // of the sums that one part computes
    private static final int GRID_TERMS = 8_000_000; // the same for a grid, most of whose terms are skipped
    private static final ArraySpec LEVELS = ArraySpec.of("levels", ArrayType.F4, 3);
    private static final int FEW = 16; // codes of a hover or a slider

    DensityAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Density question) {
        if (question.grid() == null) {
            float[] codes = question.codes().of("codes", served.dim()).values();
            if (served.isSampled(question.sampled())) {
                failWith(work(lane(codes), served::sample).thenAccept(sample -> sampled(sample, codes)));
                return;
            }
            Atlas atlas = atlas();
            inParts(codes, atlas, 1, Map.of(), (from, to) ->
                    new float[][] {served.density().at(codes, from, to)});
        } else {
            grid(atlas(), question.grid());
        }
    }

    private Atlas atlas() {
        Atlas atlas = served.atlas();
        if (!served.hasDensity()) {
            throw Failure.badInput(
                    "", "a model with an atlas of posteriors that have a density", "points without a variance");
        }
        return atlas;
    }

    private Lane lane(float[] codes) {
        return codes.length <= FEW * served.dim() ? Lane.INTERACTIVE : Lane.BULK;
    }

    private void sampled(SampledRows sample, float[] codes) {
        inParts(codes, sample.atlas(), 2, sample.head(), (from, to) -> {
            float[][] found = sample.density().withErrors(codes, from, to);
            for (int i = 0; i < found[1].length; i++) {
                found[1][i] *= (float) sample.correction();
            }
            return found;
        });
    }

    private interface Part {
        /** Each figure of the codes [from, to). */
        float[][] of(int from, int to);
    }

    /** @param figures of a code: its density, and the error of that */
    private void inParts(float[] codes, Atlas atlas, int figures, Map<String, Object> head, Part part) {
        int count = codes.length / served.dim();
        int size = Math.max(1, TERMS / Math.max(1, atlas.count() * served.dim()));
        int pieces = (count + size - 1) / size;
        ArraySpec[] arrays = Stream.of("density", "error")
                .limit(figures)
                .map(name -> ArraySpec.of(name, ArrayType.F4, count))
                .toArray(ArraySpec[]::new);
        request.whenRoom(checkedBytes(arrays), () -> {
            AnswerFrame frame = frame(true, head, arrays);
            inPieces(
                    pieces,
                    0,
                    1,
                    piece -> work(lane(codes), () -> part.of(piece * size, Math.min(count, (piece + 1) * size))),
                    (piece, values) -> {
                        for (int i = 0; i < figures; i++) {
                            frame.array(i)
                                    .asFloatBuffer()
                                    .position(piece * size)
                                    .put(values[i]);
                        }
                        if (piece == pieces - 1) {
                            request.send(frame, true);
                        }
                    });
        });
    }

    private void grid(Atlas atlas, Grid grid) {
        int band = Math.min(grid.rows(), Math.max(1, GRID_TERMS / Math.max(1, atlas.count() * grid.columns())));
        int pieces = (grid.rows() + band - 1) / band;
        long bytes = checkedBytes(ArraySpec.of("density", ArrayType.F4, band, grid.columns()), LEVELS);
        withPlane(
                grid.plane(),
                plane -> inPieces(
                        pieces,
                        bytes,
                        1,
                        piece -> work(Lane.BULK, () -> band(plane, grid, piece * band, band)),
                        (piece, values) -> write(grid, piece * band, values)));
    }

    /**
     * Rows of a grid.
     *
     * @param levels of the whole plane, with the last rows; null with others
     */
    private record Band(float[] density, float[] levels) {}

    private Band band(Plane plane, Grid grid, int from, int size) {
        int to = Math.min(grid.rows(), from + size);
        float[] density = served.mixture(plane, grid.of()).grid(grid.view(), grid.columns(), grid.rows(), from, to);
        return new Band(density, to == grid.rows() ? served.levels(plane, grid.of()) : null);
    }

    private void write(Grid grid, int from, Band band) {
        boolean last = band.levels != null;
        ArraySpec density = ArraySpec.of("density", ArrayType.F4, band.density.length / grid.columns(), grid.columns());
        AnswerFrame frame = last
                ? frame(true, Map.of("from", from), density, LEVELS).put(1, band.levels)
                : frame(false, Map.of("from", from), density);
        request.send(frame.put(0, band.density), last);
    }
}
