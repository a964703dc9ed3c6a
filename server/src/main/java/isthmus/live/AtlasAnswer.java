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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The encoded samples as a plane shows them, in frames, so that the first are drawn before the last arrive. Any thread. */
final class AtlasAnswer extends AnswerBase {
    static final int ROWS = 16384; // of a frame

    AtlasAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Atlas question) {
        Atlas atlas = served.atlas();
        if (!served.hasBound() && question.ellipses()) {
            throw Failure.badInput("ellipses", "a model whose posterior has a variance", "a point posterior");
        }
        if (atlas.count() == 0) {
            request.done();
            return;
        }
        int pieces = (atlas.count() + ROWS - 1) / ROWS;
        long bytes = checkedBytes(arrays(Math.min(ROWS, atlas.count()), question.ellipses(), served.dim()));
        withPlane(
                question.plane(),
                plane -> inPieces(
                        pieces,
                        bytes,
                        1,
                        piece -> work(Lane.BULK, () -> rows(atlas, plane, question, piece, piece == pieces - 1)),
                        (piece, frame) -> request.send(frame, piece == pieces - 1)));
    }

    private static ArraySpec[] arrays(int count, boolean ellipses, int dim) {
        List<ArraySpec> parts = new ArrayList<>(List.of(
                ArraySpec.of("x", ArrayType.F4, count),
                ArraySpec.of("y", ArrayType.F4, count),
                ArraySpec.of("label", ArrayType.U1, count)));
        if (ellipses) {
            List.of("xx", "xy", "yy").forEach(name -> parts.add(ArraySpec.of(name, ArrayType.F4, count)));
        }
        if (dim > 2) {
            parts.add(ArraySpec.of("away", ArrayType.F4, count));
        }
        return parts.toArray(ArraySpec[]::new);
    }

    private AnswerFrame rows(Atlas atlas, Plane plane, Question.Atlas question, int piece, boolean last) {
        int from = piece * ROWS;
        int count = Math.min(ROWS, atlas.count() - from);
        float[] both = served.projection(plane);
        float[] x = new float[count];
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = both[2 * (from + i)];
            y[i] = both[2 * (from + i) + 1];
        }
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("from", from);
        head.put("of", atlas.count());
        AnswerFrame frame = frame(last, head, arrays(count, question.ellipses(), served.dim()))
                .put(0, x)
                .put(1, y)
                .put(2, atlas.label(), from, count);
        if (question.ellipses()) {
            ellipses(frame, atlas, plane, from, count);
        }
        if (served.dim() > 2) {
            frame.put(question.ellipses() ? 6 : 3, served.distances(plane), from, count);
        }
        return frame;
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
        frame.put(3, xx).put(4, xy).put(5, yy);
    }
}
