package isthmus.live;

import isthmus.Failure;
import isthmus.image.Fitting;
import isthmus.inference.EncodedImage;
import isthmus.inference.ImageEncoder;
import isthmus.inference.Lane;
import isthmus.latent.Vectors;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.ErrorBody;
import isthmus.wire.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
     * @param fitting how a picture was fitted to the input; null for an image that came as an array
     * @param mean (channels, height, width), the decoded mu
     */
    private record Outcome(float[] input, Fitting fitting, EncodedImage encoded, float[] mean, Failure failure) {}

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
                .thenCompose(fitted -> encode(fitted.pixels().floats(), fitted.fitting()))
                .handle((outcome, error) -> {
                    Throwable cause = Failure.unwrapped(error);
                    if (cause == null) {
                        return outcome;
                    }
                    if (cause instanceof Failure || cause instanceof OutOfMemoryError) {
                        return new Outcome(null, null, null, null, ActiveRequest.failure(cause));
                    }
                    throw new CompletionException(cause);
                });
    }

    private CompletableFuture<Outcome> encode(float[] image, Fitting fitting) {
        return request.track(encoder.encode(image, 1)).thenCompose(all -> {
            EncodedImage encoded = all.get(0);
            return request.track(engine.decode(encoded.mu(), 1, Lane.BULK))
                    .thenApply(mean -> new Outcome(image, fitting, encoded, mean, null));
        });
    }

    private ArraySpec[] parts() {
        int[] image = {
            served.shape().channels(), served.shape().height(), served.shape().width()
        };
        List<ArraySpec> parts = new ArrayList<>(List.of(
                new ArraySpec("input", ArrayType.F4, image),
                new ArraySpec("mean", ArrayType.F4, image),
                ArraySpec.of("mu", ArrayType.F4, served.dim())));
        if (served.hasBound()) {
            parts.add(ArraySpec.of("logvar", ArrayType.F4, served.dim()));
            parts.add(ArraySpec.of("klByDimension", ArrayType.F4, served.dim()));
        }
        return parts.toArray(ArraySpec[]::new);
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
        if (outcome.fitting != null) {
            head.put("fitting", outcome.fitting);
        }
        if (encoded.kl() != null) {
            head.put("kl", encoded.kl());
            head.put("elbo", encoded.elbo());
            head.put("elboError", encoded.elboError());
        }
        head.put("reconstruction", encoded.reconstruction());
        AnswerFrame frame = frame(last, head, parts())
                .put(0, outcome.input)
                .put(1, outcome.mean)
                .put(2, encoded.mu());
        if (encoded.kl() != null) {
            frame.put(3, encoded.logvar()).put(4, Vectors.floats(encoded.klByDimension()));
        }
        request.send(frame, last);
    }
}
