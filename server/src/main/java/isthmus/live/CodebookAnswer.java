package isthmus.live;

import isthmus.Failure;
import isthmus.image.Pixels;
import isthmus.image.Shape;
import isthmus.inference.Lane;
import isthmus.latent.Codebook;
import isthmus.model.PriorCard.Family;
import isthmus.report.ChunkedModel;
import isthmus.report.EntryPatches;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The entries of a model of discrete codes, and what entries codes are of. Any thread. */
final class CodebookAnswer extends AnswerBase {
    private static final int DECODED = 256; // images, the first ones

    CodebookAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Codebook question) {
        if (served.card().prior().family() != Family.CODEBOOK) {
            throw Failure.badInput(served.card().id(), "a model of discrete codes", "one of another prior")
                    .hint("its prior is of the family codebook");
        }
        if (question.codes() == null) {
            failWith(work(Lane.INTERACTIVE, this::codebook).thenAccept(this::entries));
        } else {
            codes(
                    question.codes().of("codes", served.dim()).values(),
                    question.codes().rows());
        }
    }

    private Codebook codebook() {
        return (Codebook) served.prior();
    }

    private void entries(Codebook codebook) {
        List<Integer> grid = served.card().latent().shape();
        int numbers = codebook.dim() / codebook.places();
        if (grid == null || grid.size() != 3 || grid.get(0) != numbers) {
            throw Failure.badInput(
                    served.card().id(), "a latent.shape of %d numbers, rows and columns".formatted(numbers), grid);
        }
        int rows = grid.get(1);
        int columns = grid.get(2);
        int count = codebook.entries().length / numbers;
        Shape patch = EntryPatches.shape(served.shape(), rows, columns);
        ArraySpec entries = ArraySpec.of("entries", ArrayType.F4, count, numbers);
        ArraySpec uses = ArraySpec.of("uses", ArrayType.I4, count);
        ArraySpec pixels =
                ArraySpec.of("patches", ArrayType.U1, count, patch.channels(), patch.height(), patch.width());
        report(checkedBytes(entries, uses, pixels), 0, chunked -> {
            Map<String, Object> head = new LinkedHashMap<>();
            head.put("rows", rows);
            head.put("columns", columns);
            head.put("images", 0);
            FrameBuilder frame = new FrameBuilder().add(entries, codebook.entries());
            if (served.hasRows()) {
                float[] means = served.atlas().mu();
                int images = Math.min(DECODED, served.atlas().count());
                EntryPatches found = EntryPatches.of(chunked, codebook, means, images, columns);
                byte[] bytes = new byte[found.patches().length];
                Pixels.toBytes(found.patches(), 0, bytes.length, bytes, 0);
                head.put("images", images);
                frame.add("uses", uses(chunked, codebook, means, count)).add(pixels, bytes);
            }
            request.send(frame.frame(this, true, head), true);
        });
    }

    /** Of each entry, by all rows of the atlas. */
    private int[] uses(ChunkedModel chunked, Codebook codebook, float[] means, int count) {
        int[] uses = new int[count];
        for (int row = 0; row < served.atlas().count(); row++) {
            chunked.check();
            for (int entry : codebook.nearest(means, row)) {
                uses[entry]++;
            }
        }
        return uses;
    }

    private void codes(float[] codes, int count) {
        ArraySpec logMass = ArraySpec.of("logMass", ArrayType.F8, count);
        answerBy(Lane.INTERACTIVE, checkedBytes(logMass), () -> {
            Codebook codebook = codebook();
            int[] entries = new int[count * codebook.places()];
            double[] logs = new double[count];
            for (int row = 0; row < count; row++) {
                System.arraycopy(codebook.nearest(codes, row), 0, entries, row * codebook.places(), codebook.places());
                logs[row] = codebook.logDensity(codes, row);
            }
            AnswerFrame frame =
                    frame(true, Map.of(), logMass, ArraySpec.of("entry", ArrayType.I4, count, codebook.places()));
            frame.put(0, logs);
            frame.put(1, entries);
            return frame;
        });
    }
}
