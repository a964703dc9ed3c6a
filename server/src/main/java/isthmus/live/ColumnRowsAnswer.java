package isthmus.live;

import isthmus.Failure;
import isthmus.columns.ColumnAtlas;
import isthmus.columns.TextColumn;
import isthmus.inference.Lane;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Rows of an atlas of columns: those near a code or of a name, and what is known of them. Any thread. */
final class ColumnRowsAnswer extends AnswerBase {
    ColumnRowsAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void neighbours(Question.Neighbours question) {
        if (question.z().length != served.dim()) {
            throw Failure.badInput("z", "a code of %d numbers".formatted(served.dim()), question.z().length);
        }
        answerBy(Lane.INTERACTIVE, checkedBytes(ArraySpec.of("row", ArrayType.F8, 2 * question.k())), () -> {
            ColumnAtlas atlas = served.columns();
            List<ColumnAtlas.Neighbour> near = atlas.nearest(question.z(), question.k());
            return new FrameBuilder()
                    .add(
                            "row",
                            near.stream()
                                    .mapToDouble(ColumnAtlas.Neighbour::row)
                                    .toArray())
                    .add(
                            "distance",
                            near.stream()
                                    .mapToDouble(ColumnAtlas.Neighbour::distance)
                                    .toArray())
                    .frame(this, true, Map.of("indexed", atlas.indexed(), "of", atlas.count()));
        });
    }

    void search(Question.Search question) {
        answerBy(Lane.INTERACTIVE, checkedBytes(ArraySpec.of("row", ArrayType.F8, question.most())), () -> {
            ColumnAtlas atlas = served.columns();
            TextColumn text = atlas.text(question.text());
            TextColumn.Found found = text.search(question.part(), question.most());
            Map<String, Object> head = new LinkedHashMap<>();
            head.put("all", found.all());
            head.put("texts", found.rows().stream().map(text::get).toList());
            return new FrameBuilder()
                    .add("row", found.rows().stream().mapToDouble(row -> row).toArray())
                    .frame(this, true, head);
        });
    }

    void values(Question.Values question) {
        int count = question.rows().length;
        answerBy(Lane.INTERACTIVE, checkedBytes(ArraySpec.of("mu", ArrayType.F4, count, served.dim())), () -> {
            ColumnAtlas atlas = served.columns();
            float[] mu = new float[count * served.dim()];
            for (int i = 0; i < count; i++) {
                System.arraycopy(atlas.code(question.rows()[i]), 0, mu, i * served.dim(), served.dim());
            }
            FrameBuilder builder = new FrameBuilder().add(ArraySpec.of("mu", ArrayType.F4, count, served.dim()), mu);
            for (String name : atlas.columns()) {
                double[] values = LongStream.of(question.rows())
                        .mapToDouble(row -> atlas.column(name).number(row))
                        .toArray();
                builder.add(name, values);
            }
            Map<String, Object> texts = new LinkedHashMap<>();
            for (String name : atlas.texts()) {
                texts.put(
                        name,
                        LongStream.of(question.rows())
                                .mapToObj(atlas.text(name)::get)
                                .toList());
            }
            return builder.frame(this, true, Map.of("texts", texts, "label", atlas.labelsOf(question.rows())));
        });
    }
}
