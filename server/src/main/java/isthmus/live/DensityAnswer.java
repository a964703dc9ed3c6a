package isthmus.live;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.atlas.PlaneMixture;
import isthmus.inference.Lane;
import isthmus.latent.Plane;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import isthmus.wire.Question.Density.Grid;
import java.util.Map;

/** The log density of the aggregate posterior, in parts of some milliseconds each, between which it can be cancelled. */
final class DensityAnswer extends AnswerBase {
    private static final int TERMS = 2_000_000; // of sums, that one part adds
    private static final int GRID_TERMS = 8_000_000; // the same of a grid, most of whose terms are passed over
    private static final int FEW = 16; // codes that somebody's hand may be on

    DensityAnswer(LiveServices house, ServedModel space, ActiveRequest running) {
        super(house, space, running);
    }

    void answer(Question.Density question) {
        Atlas atlas = space.atlas();
        if (!space.hasDensity()) {
            throw Failure.badInput(
                    "expected a model with an atlas of posteriors that have a density, found points without a variance");
        }
        if (question.grid() == null) {
            codes(atlas, question.codes().of("codes", space.dim()).values());
        } else {
            grid(atlas, question.grid());
        }
    }

    private void codes(Atlas atlas, float[] codes) {
        int count = codes.length / space.dim();
        int size = Math.max(1, TERMS / Math.max(1, atlas.count() * space.dim()));
        int pieces = (count + size - 1) / size;
        Lane lane = count <= FEW ? Lane.INTERACTIVE : Lane.BULK;
        ArraySpec density = ArraySpec.of("density", ArrayType.F4, count);
        running.whenRoom(checkedBytes(density), () -> {
            AnswerFrame frame = frame(true, Map.of(), density);
            new PiecewiseAnswer<float[]>(
                            running,
                            pieces,
                            0,
                            piece -> work(
                                    lane,
                                    () -> space.density().at(codes, piece * size, Math.min(count, (piece + 1) * size))),
                            (piece, values) -> {
                                frame.array(0)
                                        .asFloatBuffer()
                                        .position(piece * size)
                                        .put(values);
                                if (piece == pieces - 1) {
                                    running.send(frame, true, 0);
                                }
                            },
                            house.answers())
                    .start(1);
        });
    }

    private void grid(Atlas atlas, Grid grid) {
        int band = Math.min(grid.rows(), Math.max(1, GRID_TERMS / Math.max(1, atlas.count() * grid.columns())));
        int pieces = (grid.rows() + band - 1) / band;
        long bytes = checkedBytes(ArraySpec.of("density", ArrayType.F4, band, grid.columns()));
        withPlane(
                grid.plane(),
                plane -> new PiecewiseAnswer<float[]>(
                                running,
                                pieces,
                                bytes,
                                piece -> work(Lane.BULK, () -> rows(plane, grid, piece * band, band)),
                                (piece, values) -> write(grid, piece * band, values, piece == pieces - 1, bytes),
                                house.answers())
                        .start(1));
    }

    private float[] rows(Plane plane, Grid grid, int from, int band) {
        PlaneMixture bumps = space.bumps(plane, grid.of());
        return bumps.grid(grid.view(), grid.columns(), grid.rows(), from, Math.min(grid.rows(), from + band));
    }

    private void write(Grid grid, int from, float[] values, boolean last, long bytes) {
        ArraySpec density = ArraySpec.of("density", ArrayType.F4, values.length / grid.columns(), grid.columns());
        running.send(frame(last, Map.of("from", from), density).put(0, values), last, bytes);
    }
}
