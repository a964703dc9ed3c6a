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

/** Decodes a path in frames of several images, in order. Any thread. */
final class PathAnswer extends AnswerBase {
    private static final int IMAGES = Path.PATH_BATCH; // of a frame
    private static final int AHEAD = 2;

    PathAnswer(LiveServices house, ServedModel space, ActiveRequest running) {
        super(house, space, running);
    }

    /**
     * @param codes (m, dim)
     * @param mean (m, channels, height, width)
     * @param support (m), or null where there is no density
     */
    private record Stretch(float[] codes, float[] mean, float[] support) {}

    void answer(Question.Path question) {
        int dim = space.dim();
        float[] codes = question.mode()
                .through(question.keyframes().of("keyframes", dim).values(), dim, question.frames());
        int pieces = (question.frames() + IMAGES - 1) / IMAGES;
        long bytes = checkedBytes(arrays(Math.min(IMAGES, question.frames()), question.as()));
        new PiecewiseAnswer<Stretch>(
                        running,
                        pieces,
                        bytes,
                        piece -> compute(Arrays.copyOfRange(
                                codes, piece * IMAGES * dim, Math.min(codes.length, (piece + 1) * IMAGES * dim))),
                        (piece, stretch) -> write(piece, pieces, stretch, question.as(), bytes),
                        house.answers())
                .start(AHEAD);
    }

    private ArraySpec[] arrays(int count, ArrayType as) {
        ArraySpec codes = ArraySpec.of("codes", ArrayType.F4, count, space.dim());
        ArraySpec pixels = images("pixels", as, count);
        return space.hasDensity()
                ? new ArraySpec[] {codes, pixels, ArraySpec.of("support", ArrayType.F4, count)}
                : new ArraySpec[] {codes, pixels};
    }

    private CompletableFuture<Stretch> compute(float[] codes) {
        int count = codes.length / space.dim();
        CompletableFuture<float[]> mean = running.track(space.engine().decodeAlone(codes, count, Lane.PATH));
        if (!space.hasDensity()) {
            return mean.thenApply(decoded -> new Stretch(codes, decoded, null));
        }
        return mean.thenCombine(
                work(Lane.PATH, () -> space.density().at(codes, 0, count)),
                (decoded, support) -> new Stretch(codes, decoded, support));
    }

    private void write(int piece, int pieces, Stretch stretch, ArrayType as, long bytes) {
        boolean last = piece == pieces - 1;
        int count = stretch.codes.length / space.dim();
        AnswerFrame frame = frame(last, Map.of("from", piece * IMAGES), arrays(count, as));
        frame.put(0, stretch.codes);
        writeImages(frame, 1, as, stretch.mean, 0);
        if (stretch.support != null) {
            frame.put(2, stretch.support);
        }
        running.send(frame, last, bytes);
    }
}
