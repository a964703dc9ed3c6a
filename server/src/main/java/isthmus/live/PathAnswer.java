package isthmus.live;

import isthmus.inference.Lane;
import isthmus.latent.Path;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Decodes a path in order, several images a frame. Any thread. */
final class PathAnswer extends AnswerBase {
    private static final int AHEAD = 2;

    PathAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    /**
     * @param codes (m, dim)
     * @param mean (m, channels, height, width)
     * @param support (m), or null where there is no atlas
     */
    private record Batch(float[] codes, float[] mean, float[] support) {}

    void answer(Question.Path question) {
        int dim = served.dim();
        float[] codes = question.mode()
                .interpolate(question.keyframes().of("keyframes", dim).values(), dim, question.frames());
        int size = LiveServices.batch(served.shape(), Path.PATH_BATCH); // images of a frame
        int pieces = (question.frames() + size - 1) / size;
        long bytes = checkedBytes(arrays(Math.min(size, question.frames()), question.as()));
        inPieces(
                pieces,
                bytes,
                AHEAD,
                piece -> compute(Arrays.copyOfRange(
                        codes, piece * size * dim, Math.min(codes.length, (piece + 1) * size * dim))),
                (piece, batch) -> write(piece * size, piece == pieces - 1, batch, question.as()));
    }

    private ArraySpec[] arrays(int count, ArrayType as) {
        ArraySpec codes = ArraySpec.of("codes", ArrayType.F4, count, served.dim());
        ArraySpec pixels = images("pixels", as, count);
        return served.hasRows()
                ? new ArraySpec[] {codes, pixels, ArraySpec.of("support", ArrayType.F4, count)}
                : new ArraySpec[] {codes, pixels};
    }

    private CompletableFuture<Batch> compute(float[] codes) {
        int count = codes.length / served.dim();
        CompletableFuture<float[]> mean = request.track(engine.decodeAlone(codes, count, Lane.PATH));
        if (!served.hasRows()) {
            return mean.thenApply(decoded -> new Batch(codes, decoded, null));
        }
        SupportAnswer supported = new SupportAnswer(services, model, request);
        return mean.thenCompose(decoded -> supported
                .differences(codes, decoded, Lane.PATH)
                .thenApply(support -> new Batch(codes, decoded, support)));
    }

    private void write(int from, boolean last, Batch batch, ArrayType as) {
        int count = batch.codes.length / served.dim();
        AnswerFrame frame = frame(last, Map.of("from", from), arrays(count, as));
        frame.put(0, batch.codes);
        writeImages(frame, 1, as, batch.mean, 0);
        if (batch.support != null) {
            frame.put(2, batch.support);
        }
        request.send(frame, last);
    }
}
