package isthmus.live;

import isthmus.inference.Lane;
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
        Lane lane = count <= FEW ? Lane.INTERACTIVE : Lane.BULK;
        ArraySpec support = ArraySpec.of("support", ArrayType.F4, count);
        request.whenRoom(checkedBytes(support), () -> {
            float[] kept = lane == Lane.BULK ? served.keptSupport(codes) : null;
            if (kept != null) {
                request.send(frame(true, Map.of(), support).put(0, kept), true);
            } else {
                compute(codes, support, lane);
            }
        });
    }

    private void compute(float[] codes, ArraySpec support, Lane lane) {
        int dim = served.dim();
        int count = codes.length / dim;
        int size = pieceSize();
        int pieces = (count + size - 1) / size;
        float[] all = new float[count];
        inPieces(
                pieces,
                0,
                1,
                piece -> piece(
                        Arrays.copyOfRange(codes, piece * size * dim, Math.min(count, (piece + 1) * size) * dim), lane),
                (piece, values) -> {
                    System.arraycopy(values, 0, all, piece * size, values.length);
                    if (piece == pieces - 1) {
                        if (lane == Lane.BULK) {
                            served.keepSupport(codes, all);
                        }
                        request.send(frame(true, Map.of(), support).put(0, all), true);
                    }
                });
    }

    private CompletableFuture<float[]> piece(float[] codes, Lane lane) {
        int count = codes.length / served.dim();
        return request.track(engine.decode(codes, count, lane)).thenCompose(mean -> differences(codes, mean, lane));
    }

    /** By how many grey levels decoded images differ from those around their codes. */
    CompletableFuture<float[]> differences(float[] codes, float[] mean, Lane lane) {
        return services.support(model).thenCompose(support -> work(lane, () -> support.differences(codes, mean)));
    }
}
