package isthmus.live;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.atlas.NearestRows;
import isthmus.inference.Lane;
import isthmus.latent.Plane;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.Map;

/** Planes of the map, and the samples nearest to a code. Any thread. */
final class MapAnswer extends AnswerBase {
    MapAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void plane(Question.Plane question) {
        int dim = served.dim();
        answerBy(Lane.INTERACTIVE, checkedBytes(ArraySpec.of("all", ArrayType.F8, 3 * dim)), () -> {
            Plane plane = served.plane(question.plane());
            return new FrameBuilder()
                    .add("origin", plane.origin())
                    .add("first", plane.first())
                    .add("second", plane.second())
                    .frame(this, true, Map.of("extent", served.extent(plane), "variance", served.shownVariance(plane)));
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
        answerBy(
                Lane.INTERACTIVE,
                checkedBytes(row, distance),
                () -> new FrameBuilder()
                        .add(NearestRows.find(atlas, question.z(), question.k()))
                        .frame(this, true, Map.of()));
    }
}
