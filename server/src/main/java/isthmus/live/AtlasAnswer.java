package isthmus.live;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.inference.Lane;
import isthmus.latent.Covariance;
import isthmus.latent.Plane;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import isthmus.wire.Question.Atlas.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The encoded samples as a plane shows them, in frames, so that the first are drawn before the last arrive. Any thread. */
final class AtlasAnswer extends AnswerBase {
    private static final int ROWS = 16384; // of a frame

    AtlasAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Atlas question) {
        Atlas atlas = served.atlas();
        boolean bound = question.value() == Value.KL || question.value() == Value.ELBO;
        if (!served.hasBound() && (bound || question.ellipses())) {
            throw Failure.badInput(
                    question.ellipses() ? "ellipses" : "value",
                    "a model whose posterior has a variance",
                    "a point posterior");
        }
        if (atlas.count() == 0) {
            request.done();
            return;
        }
        int pieces = (atlas.count() + ROWS - 1) / ROWS;
        long bytes = checkedBytes(arrays(Math.min(ROWS, atlas.count()), question.ellipses()));
        withPlane(
                question.plane(),
                plane -> inPieces(
                        pieces,
                        bytes,
                        1,
                        piece -> work(Lane.BULK, () -> rows(atlas, plane, question, piece, piece == pieces - 1)),
                        (piece, frame) -> request.send(frame, piece == pieces - 1)));
    }

    private static ArraySpec[] arrays(int count, boolean ellipses) {
        List<ArraySpec> parts = new ArrayList<>(List.of(
                ArraySpec.of("x", ArrayType.F4, count),
                ArraySpec.of("y", ArrayType.F4, count),
                ArraySpec.of("label", ArrayType.U1, count),
                ArraySpec.of("value", ArrayType.F4, count)));
        if (ellipses) {
            List.of("xx", "xy", "yy").forEach(name -> parts.add(ArraySpec.of(name, ArrayType.F4, count)));
        }
        return parts.toArray(ArraySpec[]::new);
    }

    private AnswerFrame rows(Atlas atlas, Plane plane, Question.Atlas question, int piece, boolean last) {
        int from = piece * ROWS;
        int count = Math.min(ROWS, atlas.count() - from);
        float[] both = served.projection(plane);
        float[] x = new float[count];
        float[] y = new float[count];
        float[] value = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = both[2 * (from + i)];
            y[i] = both[2 * (from + i) + 1];
            value[i] = value(atlas, question.value(), from + i);
        }
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("from", from);
        head.put("of", atlas.count());
        AnswerFrame frame = frame(last, head, arrays(count, question.ellipses()))
                .put(0, x)
                .put(1, y)
                .put(2, atlas.label(), from, count)
                .put(3, value);
        if (question.ellipses()) {
            ellipses(frame, atlas, plane, from, count);
        }
        return frame;
    }

    private static float value(Atlas atlas, Value value, int row) {
        return switch (value) {
            case KL -> atlas.kl()[row];
            case RECONSTRUCTION -> atlas.reconstruction()[row];
            case ELBO -> atlas.reconstruction()[row] - atlas.kl()[row];
            case LABEL -> atlas.label()[row] & 0xFF;
        };
    }

    private static void ellipses(AnswerFrame frame, Atlas atlas, Plane plane, int from, int count) {
        float[] xx = new float[count];
        float[] xy = new float[count];
        float[] yy = new float[count];
        for (int i = 0; i < count; i++) {
            Covariance covariance = atlas.posteriors().get(from + i).covariance(plane);
            xx[i] = (float) covariance.xx();
            xy[i] = (float) covariance.xy();
            yy[i] = (float) covariance.yy();
        }
        frame.put(4, xx).put(5, xy).put(6, yy);
    }
}
