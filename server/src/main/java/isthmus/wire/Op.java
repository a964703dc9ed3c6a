package isthmus.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectReader;
import isthmus.wire.Question.Answerer;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** What can be asked: each operation, the record of its fields, and the method that answers it. Any thread. */
@SuppressWarnings("ImmutableEnumChecker") // the readers are immutable and the functions have no state
public enum Op {
    PLANE(Question.Plane.class, Answerer::answer),
    DIMENSIONS(Question.Dimensions.class, Answerer::answer),
    DECODE(Question.Decode.class, Answerer::answer),
    PATH(Question.Path.class, Answerer::answer),
    TILES(Question.Tiles.class, Answerer::answer),
    ENCODE(Question.Encode.class, Answerer::answer),
    SAMPLE(Question.Sample.class, Answerer::answer),
    ATLAS(Question.Atlas.class, Answerer::answer),
    COLUMN(Question.Column.class, Answerer::answer),
    ROWS(Question.Rows.class, Answerer::answer),
    NEAREST(Question.Nearest.class, Answerer::answer),
    POINTS(Question.Points.class, Answerer::answer),
    CELLS(Question.Cells.class, Answerer::answer),
    SELECT(Question.Select.class, Answerer::answer),
    NEIGHBOURS(Question.Neighbours.class, Answerer::answer),
    SEARCH(Question.Search.class, Answerer::answer),
    VALUES(Question.Values.class, Answerer::answer),
    ORIGINALS(Question.Originals.class, Answerer::answer),
    DENSITY(Question.Density.class, Answerer::answer),
    SUPPORT(Question.Support.class, Answerer::answer),
    BELIEVE(Question.Believe.class, Answerer::answer),
    CONTOURS(Question.Contours.class, Answerer::answer),
    POSTERIOR(Question.Posterior.class, Answerer::answer),
    REFINE(Question.Refine.class, Answerer::answer),
    COMPLETE(Question.Complete.class, Answerer::answer),
    LIKELIHOOD(Question.Likelihood.class, Answerer::answer),
    EVIDENCE(Question.Evidence.class, Answerer::answer),
    FIT(Question.Fit.class, Answerer::answer),
    TRAJECTORY(Question.Trajectory.class, Answerer::answer),
    CODEBOOK(Question.Codebook.class, Answerer::answer),
    CANCEL(Question.Cancel.class, Answerer::answer);

    private final String word = name().toLowerCase(Locale.ROOT); // as it is written
    private final ObjectReader reader;
    private final Set<String> fields; // of the request, in their order
    private final BiConsumer<Answerer, Question> answer;

    <Q extends Question> Op(Class<Q> question, BiConsumer<Answerer, Q> answer) {
        this.reader = Json.STRICT.readerFor(question);
        this.fields = Collections.unmodifiableSet(fields(question));
        this.answer = (answerer, asked) -> answer.accept(answerer, question.cast(asked));
    }

    /** The names of the record's fields, and of those whose fields lie beside its own. */
    private static Set<String> fields(Class<?> record) {
        Set<String> names = new LinkedHashSet<>();
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                names.addAll(fields(component.getType()));
            } else {
                JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
                names.add(renamed == null ? component.getName() : renamed.value());
            }
        }
        return names;
    }

    /** The names of its question's fields. */
    Set<String> fields() {
        return fields;
    }

    /** Reads its question. */
    ObjectReader reader() {
        return reader;
    }

    /** Hands its question to the method that answers it. */
    void ask(Question question, Answerer answerer) {
        answer.accept(answerer, question);
    }

    @Override
    public String toString() {
        return word;
    }
}
