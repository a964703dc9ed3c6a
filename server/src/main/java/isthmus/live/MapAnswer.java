package isthmus.live;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.atlas.NearestRows;
import isthmus.atlas.NearestRows.Neighbour;
import isthmus.inference.Lane;
import isthmus.latent.Plane;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.List;
import java.util.Map;

/** Planes of the map, and the samples nearest to a code. Any thread. */
final class MapAnswer extends AnswerBase {
    MapAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void plane(Question.Plane question) {
        int dim = served.dim();
        ArraySpec[] arrays = {
            ArraySpec.of("origin", ArrayType.F8, dim),
            ArraySpec.of("first", ArrayType.F8, dim),
            ArraySpec.of("second", ArrayType.F8, dim)
        };
        answerBy(Lane.INTERACTIVE, checkedBytes(arrays), () -> {
            Plane plane = served.plane(question.plane());
            return frame(true, Map.of("extent", served.extent(plane)), arrays)
                    .put(0, plane.origin())
                    .put(1, plane.first())
                    .put(2, plane.second());
        });
    }

    void nearest(Question.Nearest question) {
        Atlas atlas = served.atlas();
        if (question.z().length != served.dim()) {
            throw Failure.badInput("z", "a code of %d numbers".formatted(served.dim()), question.z().length);
        }
        int count = Math.min(question.k(), atlas.count());
        ArraySpec row = ArraySpec.of("row", ArrayType.I4, count);
        ArraySpec distance = ArraySpec.of("distance", ArrayType.F4, count);
        answerBy(Lane.INTERACTIVE, checkedBytes(row, distance), () -> {
            List<Neighbour> found = NearestRows.find(atlas, question.z(), question.k());
            int[] rows = new int[count];
            float[] distances = new float[count];
            for (int i = 0; i < count; i++) {
                rows[i] = found.get(i).row();
                distances[i] = (float) found.get(i).distance();
            }
            return frame(true, Map.of(), row, distance).put(0, rows).put(1, distances);
        });
    }
}
