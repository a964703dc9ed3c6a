package isthmus.live;

import isthmus.inference.Lane;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** How well the data support codes, by the images that these decode to. Any thread. */
final class SupportAnswer extends AnswerBase {
    private static final int FEW = 16; // codes of a hover

    SupportAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Support question) {
        int dim = served.dim();
        float[] codes = question.codes().of("codes", dim).values();
        int count = codes.length / dim;
        Lane lane = count <= FEW ? Lane.INTERACTIVE : Lane.BULK;
        if (served.isSampled(question.sampled())) {
            failWith(work(lane, served::sample).thenAccept(sample -> sampled(sample, codes, lane)));
            return;
        }
        served.atlas(); // or it is refused
        ArraySpec support = ArraySpec.of("support", ArrayType.F4, count);
        request.whenRoom(checkedBytes(support), () -> {
            float[] kept = lane == Lane.BULK ? served.keptSupport(codes) : null;
            if (kept != null) {
                request.send(frame(true, Map.of(), support).put(0, kept), true);
                return;
            }
            compute(
                    codes,
                    1,
                    (some, mean) -> differences(some, mean, lane).thenApply(values -> new float[][] {values}),
                    lane,
                    all -> {
                        if (lane == Lane.BULK) {
                            served.keepSupport(codes, all[0]);
                        }
                        request.send(frame(true, Map.of(), support).put(0, all[0]), true);
                    });
        });
    }

    private void sampled(SampledRows sample, float[] codes, Lane lane) {
        int count = codes.length / served.dim();
        ArraySpec support = ArraySpec.of("support", ArrayType.F4, count);
        ArraySpec error = ArraySpec.of("error", ArrayType.F4, count);
        request.whenRoom(
                checkedBytes(support, error),
                () -> compute(
                        codes,
                        2,
                        (some, mean) -> services.support(model, sample)
                                .thenCompose(all -> work(lane, () -> all.withErrors(some, mean))),
                        lane,
                        all -> request.send(
                                frame(true, sample.head(), support, error)
                                        .put(0, all[0])
                                        .put(1, all[1]),
                                true)));
    }

    private interface Piece {
        /** Each figure of codes and their decoded means. */
        CompletableFuture<float[][]> of(float[] codes, float[] mean);
    }

    private void compute(float[] codes, int figures, Piece figured, Lane lane, Consumer<float[][]> whole) {
        int dim = served.dim();
        int count = codes.length / dim;
        int size = pieceSize();
        int pieces = (count + size - 1) / size;
        float[][] all = new float[figures][count];
        inPieces(
                pieces,
                0,
                1,
                piece -> {
                    float[] some =
                            Arrays.copyOfRange(codes, piece * size * dim, Math.min(count, (piece + 1) * size) * dim);
                    return request.track(engine.decode(some, some.length / dim, lane))
                            .thenCompose(mean -> figured.of(some, mean));
                },
                (piece, values) -> {
                    for (int i = 0; i < figures; i++) {
                        System.arraycopy(values[i], 0, all[i], piece * size, values[i].length);
                    }
                    if (piece == pieces - 1) {
                        whole.accept(all);
                    }
                });
    }

    /** By how many grey levels decoded images differ from those around their codes. */
    CompletableFuture<float[]> differences(float[] codes, float[] mean, Lane lane) {
        return services.support(model).thenCompose(support -> work(lane, () -> support.differences(codes, mean)));
    }
}
