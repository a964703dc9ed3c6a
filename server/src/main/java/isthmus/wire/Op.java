package isthmus.wire;

import isthmus.Failure;
import isthmus.Limit;
import isthmus.latent.Path;
import isthmus.wire.Question.Sample.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be asked: each operation, its fields, and how they become its question. Any thread. */
@SuppressWarnings("ImmutableEnumChecker") // the sets are of Set.of, and the functions have no state
public enum Op {
    PLANE(Set.of("plane"), f -> new Question.Plane(f.plane())),
    DIMENSIONS(Set.of("health"), f -> new Question.Dimensions(f.value("health", Boolean.class, false))),
    DECODE(Set.of("codes", "as"), f -> new Question.Decode(f.points("codes"), f.as())),
    PATH(
            Set.of("keyframes", "mode", "frames", "as"),
            f -> new Question.Path(
                    f.points("keyframes"),
                    f.word("mode", Path.class, Path.LERP),
                    f.whole("frames", 2, f.limits().get(Limit.MAX_PATH_FRAMES)),
                    f.as())),
    TILES(Set.of("plane", "view", "level"), f -> new Question.Tiles(f.plane(), f.view(), f.whole("level", 0, 1 << 20))),
    ENCODE(
            Set.of("files", "images", "frame", "background", "invert"),
            f -> new Question.Encode(f.files(), f.images(), f.fitting())),
    SAMPLE(
            Set.of("from", "count", "seed", "as"),
            f -> new Question.Sample(
                    f.value("from", Source.class, Source.PRIOR),
                    f.whole("count", 1, f.limits().get(Limit.MAX_POINTS_PER_REQUEST)),
                    f.seed(),
                    f.as())),
    ATLAS(
            Set.of("plane", "value", "ellipses"),
            f -> new Question.Atlas(
                    f.plane(),
                    f.word("value", Question.Atlas.Value.class, Question.Atlas.Value.LABEL),
                    f.value("ellipses", Boolean.class, false))),
    ROWS(Set.of("rows", "images"), f -> new Question.Rows(f.rows(), f.value("images", Boolean.class, false))),
    NEAREST(
            Set.of("z", "k"),
            f -> new Question.Nearest(f.code(), f.whole("k", 1, f.limits().get(Limit.MAX_POINTS_PER_REQUEST)))),
    DENSITY(
            Set.of("codes", "plane", "view", "columns", "rows", "of"),
            f -> f.has("codes")
                    ? new Question.Density(f.alone("codes").points("codes"), null)
                    : new Question.Density(null, f.grid())),
    BELIEVE(
            with(Fields.IMAGE, "k"),
            f -> new Question.Believe(
                    f.image(),
                    f.whole("k", 1, f.limits().get(Limit.MAX_DRAWS), f.limits().get(Limit.MAX_DRAWS)),
                    f.seed())),
    POSTERIOR(
            with(Fields.IMAGE, "columns"),
            f -> new Question.Posterior(
                    f.image(),
                    f.whole("columns", 2, f.posteriorColumns(), Math.min(96, f.posteriorColumns())),
                    f.seed())),
    REFINE(
            with(Fields.IMAGE, "steps"),
            f -> new Question.Refine(
                    f.image(),
                    f.whole(
                            "steps",
                            1,
                            f.limits().get(Limit.MAX_REFINEMENT_STEPS),
                            f.limits().get(Limit.MAX_REFINEMENT_STEPS)),
                    f.seed())),
    COMPLETE(
            with(Fields.IMAGE, "mask", "noise", "count"),
            f -> new Question.Complete(
                    f.image(),
                    f.value("mask", Mask.class, null),
                    f.value("noise", Double.class, 0.0),
                    f.whole("count", 1, Question.Complete.MOST, Question.Complete.USUAL),
                    f.seed())),
    CANCEL(Set.of("request"), f -> new Question.Cancel(f.need("request", Long.class)));

    private static final String ALL = Arrays.stream(values()).map(Op::toString).collect(Collectors.joining(", "));

    private final Set<String> fields;
    private final Function<Fields, Question> question;

    Op(Set<String> fields, Function<Fields, Question> question) {
        this.fields = fields;
        this.question = question;
    }

    private static Set<String> with(Set<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
    }

    static Op named(String name) {
        for (Op op : values()) {
            if (op.toString().equals(name)) {
                return op;
            }
        }
        throw Failure.badInput("op: expected one of %s, found %s".formatted(ALL, Printable.shown(name)));
    }

    /** As it is written. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The question that the fields ask; refuses those that it does not have. */
    Question question(Fields given) {
        List<String> others =
                given.names().stream().filter(name -> !fields.contains(name)).toList();
        if (!others.isEmpty()) {
            throw Failure.badInput("%s: expected no field but %s, found %s"
                    .formatted(
                            this,
                            fields.isEmpty()
                                    ? "id, op, model and lane"
                                    : String.join(", ", fields.stream().sorted().toList()),
                            others.get(0)));
        }
        return question.apply(given);
    }
}
