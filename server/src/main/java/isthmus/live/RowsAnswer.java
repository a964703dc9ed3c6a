package isthmus.live;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasRanking;
import isthmus.inference.Lane;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that is known of samples of the atlas. Any thread. */
final class RowsAnswer extends AnswerBase {
    private static final String PIXELS = "pixels";
    private static final String ORIGINALS = "originals";
    private static final String PERCENTILE = "percentile";

    RowsAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Rows question) {
        Atlas atlas = served.atlas();
        int[] rows = question.rows();
        for (int row : rows) {
            if (row >= atlas.count()) {
                throw Failure.badInput("rows", "rows from 0 to " + (atlas.count() - 1), row);
            }
        }
        long bytes = checkedBytes(parts(atlas, rows.length, question.images(), question.images()));
        if (!question.images()) {
            answerBy(Lane.INTERACTIVE, bytes, () -> {
                ArraySpec[] parts = parts(atlas, rows.length, false, false);
                return filled(frame(true, head(null), parts), atlas, rows);
            });
            return;
        }
        request.whenRoom(
                bytes,
                () -> failWith(work(Lane.INTERACTIVE, () -> withOriginals(atlas, rows))
                        .thenAccept(frame -> decodeInto(
                                frame, frame.index(PIXELS), ArrayType.U1, means(atlas, rows), rows.length))));
    }

    private AnswerFrame withOriginals(Atlas atlas, int[] rows) {
        int[] index = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            index[i] = atlas.index()[rows[i]];
        }
        try {
            served.originals().check();
            AnswerFrame frame = filled(frame(true, head(true), parts(atlas, rows.length, true, true)), atlas, rows);
            served.originals().copy(index, frame.bytes(), frame.start(frame.index(ORIGINALS)));
            return frame;
        } catch (Failure e) {
            ArraySpec[] parts = parts(atlas, rows.length, true, false);
            return filled(frame(true, head(e.getMessage()), parts), atlas, rows);
        }
    }

    /** @param originals true, or why there are none; null where none are asked for */
    private Map<String, Object> head(Object originals) {
        Map<String, Object> head = new LinkedHashMap<>();
        if (originals != null) {
            head.put(ORIGINALS, originals);
        }
        if (served.hasDensity()) {
            head.put("among", served.ranking().test() ? "test" : "all");
        }
        return head;
    }

    private ArraySpec[] parts(Atlas atlas, int count, boolean images, boolean originals) {
        List<ArraySpec> parts = new ArrayList<>();
        parts.add(ArraySpec.of("mu", ArrayType.F4, count, atlas.dim()));
        if (atlas.posteriors().logvar() != null) {
            parts.add(ArraySpec.of("logvar", ArrayType.F4, count, atlas.dim()));
        }
        parts.add(ArraySpec.of("label", ArrayType.U1, count));
        parts.add(ArraySpec.of("index", ArrayType.I4, count));
        parts.add(ArraySpec.of("kl", ArrayType.F4, count));
        parts.add(ArraySpec.of("reconstruction", ArrayType.F4, count));
        if (served.hasDensity()) {
            parts.add(ArraySpec.of(PERCENTILE, ArrayType.F4, count));
        }
        if (atlas.factors() != null) {
            parts.add(ArraySpec.of("factors", ArrayType.U1, count, atlas.factorCount()));
        }
        if (images) {
            parts.add(images(PIXELS, ArrayType.U1, count));
        }
        if (originals) {
            parts.add(images(ORIGINALS, ArrayType.U1, count));
        }
        return parts.toArray(ArraySpec[]::new);
    }

    /** Fills the arrays that the atlas has; the images come from elsewhere. */
    private AnswerFrame filled(AnswerFrame frame, Atlas atlas, int[] rows) {
        float[] kl = new float[rows.length];
        float[] reconstruction = new float[rows.length];
        int[] index = new int[rows.length];
        byte[] label = new byte[rows.length];
        for (int i = 0; i < rows.length; i++) {
            kl[i] = atlas.kl()[rows[i]];
            reconstruction[i] = atlas.reconstruction()[rows[i]];
            index[i] = atlas.index()[rows[i]];
            label[i] = atlas.label()[rows[i]];
        }
        frame.put(frame.index("mu"), means(atlas, rows))
                .put(frame.index("label"), label, 0, label.length)
                .put(frame.index("index"), index)
                .put(frame.index("kl"), kl)
                .put(frame.index("reconstruction"), reconstruction);
        if (atlas.posteriors().logvar() != null) {
            frame.put(frame.index("logvar"), picked(atlas.posteriors().logvar(), atlas.dim(), rows));
        }
        if (served.hasDensity()) {
            frame.put(frame.index(PERCENTILE), percentiles(atlas, rows));
        }
        for (int i = 0; atlas.factors() != null && i < rows.length; i++) {
            frame.array(frame.index("factors"))
                    .position(i * atlas.factorCount())
                    .put(atlas.factors()[rows[i]]);
        }
        return frame;
    }

    /** How many per cent of the images that it is held against have a lower bound, of each row. */
    private float[] percentiles(Atlas atlas, int[] rows) {
        AtlasRanking ranking = served.ranking();
        float[] percentiles = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            double floor = atlas.floor() == null ? 0 : atlas.floor()[row];
            percentiles[i] = (float) ranking.percentile(atlas.reconstruction()[row] - atlas.kl()[row], floor);
        }
        return percentiles;
    }

    private static float[] means(Atlas atlas, int[] rows) {
        return picked(atlas.mu(), atlas.dim(), rows);
    }

    private static float[] picked(float[] values, int dim, int[] rows) {
        float[] some = new float[rows.length * dim];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * dim, some, i * dim, dim);
        }
        return some;
    }
}
