package isthmus.live;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.inference.Lane;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Printable;
import isthmus.wire.Question;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A value of each row of the atlas, apart from where a plane shows the rows, which changes more often. Any thread. */
final class ColumnAnswer extends AnswerBase {
    private static final String FILE = "file";
    private static final String RECONSTRUCTION = "reconstruction";
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
        boolean files = question.name().equals(FILE) && !atlas.files().isEmpty();
        Values values = files ? row -> 0 : values(atlas, question.name());
        if (atlas.count() == 0) {
            request.done();
            return;
        }
        int rows = AtlasAnswer.ROWS;
        int pieces = (atlas.count() + rows - 1) / rows;
        inPieces(
                pieces,
                checkedBytes(
                        files
                                ? ArraySpec.of(FILE, ArrayType.U1, longest(atlas, pieces))
                                : ArraySpec.of("value", ArrayType.F4, Math.min(rows, atlas.count()))),
                1,
                piece -> work(Lane.BULK, () -> {
                    boolean last = piece == pieces - 1;
                    return files ? files(atlas, piece * rows, last) : rows(atlas, values, piece * rows, last);
                }),
                (piece, frame) -> request.send(frame, piece == pieces - 1));
    }

    /** Names in place of values. */
    private AnswerFrame files(Atlas atlas, int from, boolean last) {
        byte[] lines = lines(atlas, from);
        return frame(last, Map.of("from", from, "of", atlas.count()), ArraySpec.of(FILE, ArrayType.U1, lines.length))
                .put(0, lines, 0, lines.length);
    }

    /** The names of a frame, a line each. */
    private static byte[] lines(Atlas atlas, int from) {
        int to = Math.min(atlas.count(), from + AtlasAnswer.ROWS);
        return String.join("\n", atlas.files().subList(from, to)).getBytes(StandardCharsets.UTF_8);
    }

    private static int longest(Atlas atlas, int pieces) {
        return IntStream.range(0, pieces)
                .map(piece -> lines(atlas, piece * AtlasAnswer.ROWS).length)
                .max()
                .orElse(0);
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
        List<String> known = List.of("kl", RECONSTRUCTION, "elbo", "index");
        List<String> files = served.atlas().files().isEmpty() ? List.of() : List.of(FILE);
        return Stream.of(known.stream().filter(this::isHere).toList(), files, factors)
                .flatMap(List::stream)
                .toList();
    }

    private boolean isHere(String name) {
        return (served.hasBound() || !OF_BOUNDS.contains(name))
                && (served.card().hasLikelihood() || !name.equals(RECONSTRUCTION));
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
            case RECONSTRUCTION -> row -> atlas.reconstruction()[row];
            case "index" -> row -> atlas.index()[row];
            default ->
                throw Failure.notFound("name", "one of " + String.join(", ", names(factors)), Printable.shown(name));
        };
    }
}
