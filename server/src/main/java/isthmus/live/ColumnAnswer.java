package isthmus.live;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.inference.Lane;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Printable;
import isthmus.wire.Question;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A value of each row of the atlas, apart from where a plane shows the rows, which changes more often. Any thread. */
final class ColumnAnswer extends AnswerBase {
    private static final List<String> OF_BOUNDS = List.of("kl", "elbo");

    ColumnAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    /** The value of a row. */
    private interface Values {
        float of(int row);
    }

    void answer(Question.Column question) {
        Atlas atlas = served.atlas();
        Values values = values(atlas, question.name());
        if (atlas.count() == 0) {
            request.done();
            return;
        }
        int rows = AtlasAnswer.ROWS;
        int pieces = (atlas.count() + rows - 1) / rows;
        inPieces(
                pieces,
                checkedBytes(ArraySpec.of("value", ArrayType.F4, Math.min(rows, atlas.count()))),
                1,
                piece -> work(Lane.BULK, () -> rows(atlas, values, piece * rows, piece == pieces - 1)),
                (piece, frame) -> request.send(frame, piece == pieces - 1));
    }

    private AnswerFrame rows(Atlas atlas, Values values, int from, boolean last) {
        float[] some = new float[Math.min(AtlasAnswer.ROWS, atlas.count() - from)];
        for (int i = 0; i < some.length; i++) {
            some[i] = values.of(from + i);
        }
        return frame(last, Map.of("from", from, "of", atlas.count()), ArraySpec.of("value", ArrayType.F4, some.length))
                .put(0, some);
    }

    private List<String> names(List<String> factors) {
        List<String> known = List.of("kl", "reconstruction", "elbo", "index");
        return Stream.concat(known.stream().filter(this::isHere), factors.stream())
                .toList();
    }

    private boolean isHere(String name) {
        return served.hasBound() || !OF_BOUNDS.contains(name);
    }

    private Values values(Atlas atlas, String name) {
        List<String> factors = served.card().atlas().factors();
        if (factors.contains(name)) {
            int factor = factors.indexOf(name);
            return row -> atlas.factors()[row][factor] & 0xFF;
        }
        return switch (isHere(name) ? name : "") {
            case "kl" -> row -> atlas.kl()[row];
            case "elbo" -> row -> atlas.reconstruction()[row] - atlas.kl()[row];
            case "reconstruction" -> row -> atlas.reconstruction()[row];
            case "index" -> row -> atlas.index()[row];
            default ->
                throw Failure.notFound("name", "one of " + String.join(", ", names(factors)), Printable.shown(name));
        };
    }
}
