package isthmus.live;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.inference.Lane;
import isthmus.latent.Distribution;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import isthmus.wire.Question.Sample.Source;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Decodes codes, or draws, into one frame. Any thread. */
final class DecodeAnswer extends AnswerBase {
    /** An answer of so few bytes is written by the model's thread where nothing waits for it: sooner than another wakes. */
    private static final int AT_ONCE = 16 << 10;

    DecodeAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void codes(Question.Decode question) {
        float[] codes = question.codes().of("codes", served.dim()).values();
        int count = question.codes().rows();
        ArraySpec pixels = images("pixels", question.as(), count);
        long bytes = checkedBytes(pixels);
        request.whenRoom(bytes, () -> {
            if (count > pieceSize()) {
                decodeInto(frame(true, Map.of(), pixels), 0, question.as(), codes, count);
            } else if (question.as() == ArrayType.U1) {
                one(
                        place -> engine.decodeBytes(codes, count, Lane.INTERACTIVE, place),
                        (frame, values) -> frame.put(0, values, 0, values.length),
                        pixels,
                        bytes);
            } else {
                one(
                        place -> engine.decode(codes, count, Lane.INTERACTIVE, place),
                        (frame, values) -> frame.put(0, values),
                        pixels,
                        bytes);
            }
        });
    }

    /** One job, at the place of the request's lane in the model's queue. */
    private <T> void one(
            Function<Object, CompletableFuture<T>> decode,
            BiConsumer<AnswerFrame, T> writer,
            ArraySpec pixels,
            long bytes) {
        CompletableFuture<Object> unused = request.place(engine, decode).handle((values, error) -> {
            if (error != null) {
                request.fail(error);
            } else if (bytes <= AT_ONCE && engine.waiting() == 0) {
                write(values, writer, pixels);
            } else {
                services.answers().execute(() -> write(values, writer, pixels));
            }
            return null;
        });
    }

    private <T> void write(T values, BiConsumer<AnswerFrame, T> writer, ArraySpec pixels) {
        try {
            if (request.isWanted()) {
                AnswerFrame frame = frame(true, Map.of(), pixels);
                writer.accept(frame, values);
                request.send(frame, true);
            }
        } catch (Throwable e) {
            request.fail(e);
        }
    }

    void draws(Question.Sample question) {
        if (question.from().isPrior() && !served.isPriorReady()) {
            failWith(work(Lane.INTERACTIVE, served::prior).thenAccept(prior -> draws(question, prior)));
            return;
        }
        draws(question, from(question.from()));
    }

    private void draws(Question.Sample question, Distribution from) {
        int count = question.count();
        ArraySpec codes = ArraySpec.of("codes", ArrayType.F4, count, served.dim());
        ArraySpec pixels = images("pixels", question.as(), count);
        request.whenRoom(checkedBytes(codes, pixels), () -> {
            float[] z = from.draws(Noise.named(question.seed(), "sample"), count);
            decodeInto(frame(true, Map.of(), codes, pixels).put(0, z), 1, question.as(), z, count);
        });
    }

    private Distribution from(Source source) {
        int dim = served.dim();
        if (source.mu() != null) {
            if (source.mu().length != dim) {
                throw Failure.badInput("from", dim + " numbers in mu", source.mu().length);
            }
            return new Gaussian(source.mu(), source.logvar(), 0, dim);
        }
        if (source.row() == null) {
            return served.prior();
        }
        Atlas atlas = served.atlas();
        if (!served.hasBound()) {
            throw Failure.badInput("from", "a model whose posterior has a variance", "a point posterior");
        }
        if (source.row() >= atlas.count()) {
            throw Failure.badInput("from", "a row from 0 to " + (atlas.count() - 1), source.row());
        }
        return atlas.posteriors().get(source.row());
    }
}
