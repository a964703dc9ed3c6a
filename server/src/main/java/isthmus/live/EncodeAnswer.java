package isthmus.live;

import isthmus.Failure;
import isthmus.atlas.NearestRows;
import isthmus.image.Fit;
import isthmus.image.FittedImage;
import isthmus.image.Fitting;
import isthmus.image.Pixels;
import isthmus.image.Shape;
import isthmus.inference.EncodedImage;
import isthmus.inference.ImageEncoder;
import isthmus.inference.Lane;
import isthmus.latent.Vectors;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.ErrorBody;
import isthmus.wire.Question;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Encodes pictures and answers each as it is ready; one that cannot be read leaves the others as they are. Any thread. */
final class EncodeAnswer extends AnswerBase {
    private static final int AHEAD = 4; // images at a time, so that a model encodes them in one batch

    private final ImageEncoder encoder;

    EncodeAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
        encoder = new ImageEncoder(engine);
    }

    /**
     * The result for one image; where there is a failure, the rest is null.
     *
     * @param input (channels, height, width)
     * @param fitted how a picture was fitted to the input; null for an image that came as an array
     * @param mean (channels, height, width), the decoded mu
     * @param rank how it ranks among the samples; empty where that is not known
     */
    private record Outcome(
            float[] input,
            FittedImage fitted,
            EncodedImage encoded,
            float[] mean,
            Map<String, Object> rank,
            Failure failure) {}

    void answer(Question.Encode question) {
        int size = served.shape().size();
        if (question.images() != null && question.images().width() != size) {
            throw Failure.badInput(
                    "images",
                    "images of %s, which have %d values".formatted(served.shape(), size),
                    "ones of " + question.images().width());
        }
        inPieces(
                question.count(),
                checkedBytes(parts()),
                AHEAD,
                piece -> question.images() == null
                        ? file(question.files().get(piece), question.fitting())
                        : encode(
                                Arrays.copyOfRange(question.images().values(), piece * size, (piece + 1) * size), null),
                (piece, outcome) -> write(question, piece, outcome));
    }

    private CompletableFuture<Outcome> file(Question.Encode.File file, Fitting fitting) {
        return work(
                        Lane.BULK,
                        file.bytes().length,
                        () -> served.fitted(services.settings().limits(), file, fitting))
                .thenCompose(fitted -> encode(fitted.pixels().floats(), fitted))
                .handle((outcome, error) -> {
                    Throwable cause = Failure.unwrapped(error);
                    if (cause == null) {
                        return outcome;
                    }
                    if (cause instanceof Failure || cause instanceof OutOfMemoryError) {
                        return new Outcome(null, null, null, null, null, ActiveRequest.failure(cause));
                    }
                    throw new CompletionException(cause);
                });
    }

    private CompletableFuture<Outcome> encode(float[] image, FittedImage fitted) {
        return request.track(encoder.encode(image, 1)).thenCompose(all -> {
            EncodedImage encoded = all.get(0);
            return request.track(engine.decode(encoded.mu(), 1, Lane.BULK))
                    .thenCompose(mean -> work(Lane.BULK, 0, () -> rank(image, encoded))
                            .thenApply(rank -> new Outcome(image, fitted, encoded, mean, rank, null)));
        });
    }

    private Map<String, Object> rank(float[] image, EncodedImage encoded) {
        return !served.hasDensity()
                ? Map.of()
                : BelieveAnswer.figures(
                        served.ranking(),
                        encoded.elbo(),
                        served.floor(image),
                        NearestRows.find(served.atlas(), encoded.mu(), 1));
    }

    /** What the largest answer to an image holds. */
    private ArraySpec[] parts() {
        int dim = served.dim();
        return new ArraySpec[] {
            image("input"),
            image("mean"),
            ArraySpec.of("mu", ArrayType.F4, dim),
            ArraySpec.of("logvar", ArrayType.F4, dim),
            ArraySpec.of("klByDimension", ArrayType.F4, dim),
            ArraySpec.of("factor", ArrayType.F4, served.card().posterior().hasCovariances() ? dim : 0, dim),
            ArraySpec.of("found", ArrayType.U1, served.shape().channels(), Fit.FOUND_SIDE, Fit.FOUND_SIDE)
        };
    }

    private void write(Question.Encode question, int piece, Outcome outcome) {
        boolean last = piece == question.count() - 1;
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("index", piece);
        if (question.images() == null) {
            head.put("name", question.files().get(piece).name());
        }
        if (outcome.failure != null) {
            head.put("error", ErrorBody.of(outcome.failure));
            ClientLog.failed(request.address(), "encode " + served.card().id(), outcome.failure);
            request.send(frame(last, head), last);
            return;
        }
        EncodedImage encoded = outcome.encoded;
        FrameBuilder builder = new FrameBuilder()
                .add(image("input"), outcome.input)
                .add(image("mean"), outcome.mean)
                .add("mu", encoded.mu());
        head.put("reconstruction", encoded.reconstruction());
        if (encoded.kl() != null) {
            head.put("kl", encoded.kl());
            head.put("elbo", encoded.elbo());
            head.put("elboError", encoded.elboError());
            builder.add("logvar", encoded.logvar());
            if (served.card().posterior().hasCovariances()) {
                builder.add(
                        ArraySpec.of("factor", ArrayType.F4, served.dim(), served.dim()),
                        encoded.posterior().moments().factor());
            }
            if (encoded.klByDimension() != null) {
                builder.add("klByDimension", Vectors.floats(encoded.klByDimension()));
            }
        }
        head.putAll(outcome.rank);
        if (outcome.fitted != null) {
            head.put("fitting", outcome.fitted.fitting());
            if (outcome.fitted.box() != null) {
                Pixels found = outcome.fitted.found();
                Shape shape = found.shape();
                head.put("box", outcome.fitted.box());
                builder.add(
                        ArraySpec.of("found", ArrayType.U1, shape.channels(), shape.height(), shape.width()),
                        found.values());
            }
        }
        request.send(builder.frame(this, last, head), last);
    }
}
