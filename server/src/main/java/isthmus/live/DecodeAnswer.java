package isthmus.live;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.inference.Engine;
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
    DecodeAnswer(LiveServices house, ServedModel space, ActiveRequest running) {
        super(house, space, running);
    }

    void codes(Question.Decode question) {
        float[] codes = question.codes().of("codes", space.dim()).values();
        int count = question.codes().rows();
        ArraySpec pixels = images("pixels", question.as(), count);
        long bytes = checkedBytes(pixels);
        if (count <= PIECE) {
            Engine engine = space.engine();
            if (question.as() == ArrayType.U1) {
                running.whenRoom(
                        bytes,
                        () -> one(
                                place -> engine.decodeBytes(codes, count, Lane.INTERACTIVE, place),
                                (frame, values) -> frame.put(0, values, 0, values.length),
                                pixels));
            } else {
                running.whenRoom(
                        bytes,
                        () -> one(
                                place -> engine.decode(codes, count, Lane.INTERACTIVE, place),
                                (frame, values) -> frame.put(0, values),
                                pixels));
            }
        } else {
            running.whenRoom(bytes, () -> decodeInto(frame(true, Map.of(), pixels), 0, question.as(), codes, count));
        }
    }

    /** A batch that is one job, at the place of the request's lane. */
    private <T> void one(
            Function<Object, CompletableFuture<T>> decode, BiConsumer<AnswerFrame, T> writer, ArraySpec pixels) {
        CompletableFuture<T> unused = running.place(space.engine(), decode).whenComplete((values, error) -> {
            if (error != null) {
                running.fail(error);
            } else {
                house.answers().execute(() -> write(values, writer, pixels));
            }
        });
    }

    private <T> void write(T values, BiConsumer<AnswerFrame, T> writer, ArraySpec pixels) {
        try {
            if (running.isWanted()) {
                AnswerFrame frame = frame(true, Map.of(), pixels);
                writer.accept(frame, values);
                running.send(frame, true, 0);
            }
        } catch (RuntimeException e) {
            running.fail(e);
        }
    }

    void draws(Question.Sample question) {
        int count = question.count();
        Distribution from = from(question.from());
        ArraySpec codes = ArraySpec.of("codes", ArrayType.F4, count, space.dim());
        ArraySpec pixels = images("pixels", question.as(), count);
        running.whenRoom(checkedBytes(codes, pixels), () -> {
            float[] z = new float[count * space.dim()];
            Noise noise = Noise.named(question.seed(), "sample");
            for (int row = 0; row < count; row++) {
                from.draw(noise, z, row);
            }
            decodeInto(frame(true, Map.of(), codes, pixels).put(0, z), 1, question.as(), z, count);
        });
    }

    private Distribution from(Source source) {
        int dim = space.dim();
        if (source.mu() != null) {
            if (source.mu().length != dim) {
                throw Failure.badInput("from: expected %d numbers in mu, found %d".formatted(dim, source.mu().length));
            }
            return new Gaussian(source.mu(), source.logvar(), 0, dim);
        }
        if (source.row() == null) {
            return space.card().priorDistribution();
        }
        Atlas atlas = space.atlas();
        if (!space.hasBound()) {
            throw Failure.badInput("from: expected a model whose posterior has a variance, found a point posterior");
        }
        if (source.row() >= atlas.count()) {
            throw Failure.badInput(
                    "from: expected a row from 0 to %d, found %d".formatted(atlas.count() - 1, source.row()));
        }
        return atlas.posteriors().get(source.row());
    }
}
