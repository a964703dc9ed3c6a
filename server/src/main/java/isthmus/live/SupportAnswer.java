package isthmus.live;

import isthmus.inference.Lane;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** How well the data support codes, by the images that these decode to. Any thread. */
final class SupportAnswer extends AnswerBase {
    private static final int FEW = 16; // codes of a hover

    SupportAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Support question) {
        int dim = served.dim();
        float[] codes = question.codes().of("codes", dim).values();
        served.atlas(); // or it is refused
        int count = codes.length / dim;
        int size = pieceSize();
        int pieces = (count + size - 1) / size;
        Lane lane = count <= FEW ? Lane.INTERACTIVE : Lane.BULK;
        ArraySpec support = ArraySpec.of("support", ArrayType.F4, count);
        request.whenRoom(checkedBytes(support), () -> {
            AnswerFrame frame = frame(true, Map.of(), support);
            inPieces(
                    pieces,
                    0,
                    1,
                    piece -> piece(
                            Arrays.copyOfRange(codes, piece * size * dim, Math.min(count, (piece + 1) * size) * dim),
                            lane),
                    (piece, values) -> {
                        frame.array(0).asFloatBuffer().position(piece * size).put(values);
                        if (piece == pieces - 1) {
                            request.send(frame, true);
                        }
                    });
        });
    }

    /** Pieces of a grid are kept: everybody who opens a model asks for the same one. */
    private CompletableFuture<float[]> piece(float[] codes, Lane lane) {
        float[] kept = served.keptSupport(codes);
        if (kept != null) {
            return CompletableFuture.completedFuture(kept);
        }
        int count = codes.length / served.dim();
        CompletableFuture<float[]> found =
                request.track(engine.decode(codes, count, lane)).thenCompose(mean -> differences(codes, mean, lane));
        return count <= FEW ? found : found.thenApply(values -> served.keepSupport(codes, values));
    }

    /** By how many grey levels decoded images differ from those around their codes. */
    CompletableFuture<float[]> differences(float[] codes, float[] mean, Lane lane) {
        return services.support(model).thenCompose(support -> work(lane, () -> support.differences(codes, mean)));
    }
}
