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

/** What the map is made of: planes, and what lies where. Any thread. */
final class MapAnswer extends AnswerBase {
    MapAnswer(LiveServices house, ServedModel space, ActiveRequest running) {
        super(house, space, running);
    }

    void plane(Question.Plane question) {
        int dim = space.dim();
        ArraySpec[] arrays = {
            ArraySpec.of("origin", ArrayType.F8, dim),
            ArraySpec.of("first", ArrayType.F8, dim),
            ArraySpec.of("second", ArrayType.F8, dim)
        };
        answerBy(Lane.INTERACTIVE, checkedBytes(arrays), () -> {
            Plane plane = space.plane(question.plane());
            return frame(true, Map.of("extent", space.extent(plane)), arrays)
                    .put(0, plane.origin())
                    .put(1, plane.first())
                    .put(2, plane.second());
        });
    }

    void nearest(Question.Nearest question) {
        Atlas atlas = space.atlas();
        if (question.z().length != space.dim()) {
            throw Failure.badInput(
                    "z: expected a code of %d numbers, found %d".formatted(space.dim(), question.z().length));
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
