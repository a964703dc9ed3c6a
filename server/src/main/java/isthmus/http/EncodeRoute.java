package isthmus.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.http.ActiveAnswers.ActiveAnswer;
import isthmus.http.Uploads.UploadedFile;
import isthmus.image.Box;
import isthmus.image.Fit;
import isthmus.image.FittedImage;
import isthmus.image.Fitting;
import isthmus.image.Picture;
import isthmus.image.PictureLimits;
import isthmus.inference.EncodedImage;
import isthmus.inference.ImageEncoder;
import isthmus.inference.Lane;
import isthmus.inference.ModelStore;
import isthmus.live.WorkQueue;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.wire.ErrorBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What a model says of pictures that somebody posts. Any thread. */
final class EncodeRoute implements Handler {
    private static final int RESULT = 1 << 10; // bytes of an image's answer, and 100 more for each latent dimension
    private static final int NUMBER = 100;

    private final ModelStore models;
    private final WorkQueue work;
    private final Executor executor;
    private final ActiveAnswers answers;
    private final Uploads uploads;
    private final PictureLimits most;

    /**
     * @param work on which pictures are decoded, so that a few are at a time, whoever sends them
     * @param executor on which answers are written, so that the model goes on with its work
     */
    EncodeRoute(ModelStore models, WorkQueue work, Executor executor, ActiveAnswers answers, Limits limits) {
        this.models = models;
        this.work = work;
        this.executor = executor;
        this.answers = answers;
        uploads = new Uploads(limits);
        most = new PictureLimits(limits.get(Limit.MAX_BINARY_BYTES), limits.get(Limit.MAX_PIXELS_PER_IMAGE));
    }

    /** The answers in the order of the pictures. */
    private record EncodedImages(String model, List<ImageResult> images) {}

    /**
     * The answer to one picture; what does not apply is null, and {@code error} says why there is nothing else.
     *
     * @param name of the file, where it came with one
     * @param fitting how the picture was brought to the model's input
     * @param box around the figure that was found in it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record ImageResult(
            String name,
            float[] mu,
            float[] logvar,
            Double kl,
            double[] klByDimension,
            Double reconstruction,
            Double elbo,
            Double elboError,
            Fitting fitting,
            Box box,
            ErrorBody error) {
        static ImageResult of(String name, FittedImage fitted, EncodedImage encoded) {
            return new ImageResult(
                    name,
                    encoded.mu(),
                    encoded.logvar(),
                    encoded.kl(),
                    encoded.klByDimension(),
                    encoded.reconstruction(),
                    encoded.elbo(),
                    encoded.elboError(),
                    fitted.fitting(),
                    fitted.box(),
                    null);
        }

        static ImageResult of(String name, Failure failure) {
            return new ImageResult(name, null, null, null, null, null, null, null, null, null, ErrorBody.of(failure));
        }
    }

    /** A picture at the model's input, or why it is not. */
    private record Input(String name, FittedImage fitted, Failure failure) {}

    @Override
    public void handle(Context context) throws IOException {
        ModelFolder folder = models.folder(context.pathParam("id"));
        ModelCard card = folder.card();
        Fitting fitting = Query.fitting(context);
        List<UploadedFile> files = uploads.files(context);
        int size = card.input().shape().size();
        long each = 2 * 4L * size + RESULT + (long) NUMBER * card.latent().dim();
        ActiveAnswer answer = answers.begin(context, files.size() * each);
        context.future(() -> inputs(answer, card, files, fitting, new ArrayList<>())
                .thenCompose(inputs -> {
                    List<FittedImage> whole = inputs.stream()
                            .map(Input::fitted)
                            .filter(fitted -> fitted != null)
                            .toList();
                    float[] images = new float[whole.size() * size];
                    for (int i = 0; i < whole.size(); i++) {
                        System.arraycopy(whole.get(i).pixels().floats(), 0, images, i * size, size);
                    }
                    return answer.with(
                                    models,
                                    folder,
                                    engine -> answer.track(new ImageEncoder(engine).encode(images, whole.size())))
                            .thenAcceptAsync(
                                    encoded -> JsonAnswer.send(
                                            context, new EncodedImages(card.id(), results(inputs, encoded))),
                                    executor);
                }));
    }

    /** Decodes one after another, so that the pictures are not all in memory at once and others' come between. */
    private CompletableFuture<List<Input>> inputs(
            ActiveAnswer answer, ModelCard card, List<UploadedFile> files, Fitting fitting, List<Input> done) {
        if (done.size() == files.size()) {
            return CompletableFuture.completedFuture(done);
        }
        UploadedFile next = files.get(done.size());
        return answer.track(work.call(Lane.BULK, answer.client(), 0, () -> input(card, next, fitting)))
                .thenCompose(input -> {
                    done.add(input);
                    return inputs(answer, card, files, fitting, done);
                });
    }

    /** A picture of a form that cannot be read does not spoil the others. */
    private Input input(ModelCard card, UploadedFile file, Fitting fitting) {
        byte[] bytes = file.content().get();
        try {
            String shown = file.name() == null ? "the picture" : file.name();
            Picture picture = Picture.read(bytes, shown, most);
            return new Input(file.name(), Fit.fit(picture, card.input().target(fitting)), null);
        } catch (Failure e) {
            if (e.getCause() instanceof OutOfMemoryError memory) {
                throw memory; // which is the server's trouble, and not the picture's
            }
            if (file.name() == null) {
                throw e;
            }
            return new Input(file.name(), null, e);
        }
    }

    private static List<ImageResult> results(List<Input> inputs, List<EncodedImage> encoded) {
        List<ImageResult> all = new ArrayList<>();
        Iterator<EncodedImage> next = encoded.iterator();
        for (Input input : inputs) {
            all.add(
                    input.failure() == null
                            ? ImageResult.of(input.name(), input.fitted(), next.next())
                            : ImageResult.of(input.name(), input.failure()));
        }
        return all;
    }
}
