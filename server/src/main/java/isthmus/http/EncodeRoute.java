package isthmus.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Settings;
import isthmus.image.Fit;
import isthmus.image.Fitted;
import isthmus.image.Fitting;
import isthmus.image.Picture;
import isthmus.image.PictureLimits;
import isthmus.inference.EncodedImage;
import isthmus.inference.Engine;
import isthmus.inference.ImageEncoder;
import isthmus.inference.OpenModels;
import isthmus.model.ModelCard;
import isthmus.wire.ErrorBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;

/** What a model says of pictures that somebody posts. Any thread. */
final class EncodeRoute implements Routes {
    private final OpenModels models;
    private final Executor executor;
    private final Uploads uploads;
    private final PictureLimits limits;

    /**
     * @param executor on which answers are written, so that the model goes on with its work
     */
    EncodeRoute(OpenModels models, Executor executor, Settings settings) {
        this.models = models;
        this.executor = executor;
        this.uploads = new Uploads(settings.limits());
        this.limits = new PictureLimits(
                settings.limits().get(Limit.MAX_BINARY_BYTES), settings.limits().get(Limit.MAX_PIXELS_PER_IMAGE));
    }

    /** The answers in the order of the pictures. */
    private record Answer(String model, List<Image> images) {}

    /**
     * The answer to one picture; what does not apply is null, and {@code error} says why there is nothing else.
     *
     * @param name of the file, where it came with one
     * @param fitting how the picture was brought to the model's input
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Image(
            String name,
            float[] mu,
            float[] logvar,
            Double kl,
            double[] klByDimension,
            Double reconstruction,
            Double elbo,
            Fitting fitting,
            ErrorBody error) {
        static Image of(String name, Fitted fitted, EncodedImage encoded) {
            return new Image(
                    name,
                    encoded.mu(),
                    encoded.logvar(),
                    encoded.kl(),
                    encoded.klByDimension(),
                    encoded.reconstruction(),
                    encoded.elbo(),
                    fitted.fitting(),
                    null);
        }

        static Image of(String name, Failure failure) {
            return new Image(name, null, null, null, null, null, null, null, ErrorBody.of(failure));
        }
    }

    /** A picture at the model's input, or why it is not. */
    private record Sent(String name, Fitted fitted, Failure failure) {}

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/api/models/{id}/encode", this::encode);
    }

    private void encode(Context context) throws IOException {
        Engine engine = models.engine(context.pathParam("id"));
        Fitting wish = Answers.fitting(context);
        List<Sent> sent = context.isMultipart()
                ? uploads.each(context, (name, file) -> fitted(engine.card(), name, file, wish))
                : List.of(fitted(engine.card(), null, uploads.body(context), wish));
        if (!context.isMultipart() && sent.get(0).failure() != null) {
            throw sent.get(0).failure();
        }
        List<Fitted> whole =
                sent.stream().map(Sent::fitted).filter(fitted -> fitted != null).toList();
        int size = engine.card().input().shape().size();
        float[] images = new float[whole.size() * size];
        for (int i = 0; i < whole.size(); i++) {
            System.arraycopy(whole.get(i).pixels().floats(), 0, images, i * size, size);
        }
        context.future(() -> new ImageEncoder(engine)
                .encode(images, whole.size())
                .thenAcceptAsync(
                        encoded ->
                                Answers.json(context, new Answer(engine.card().id(), answers(sent, encoded))),
                        executor));
    }

    private Sent fitted(ModelCard card, String name, byte[] file, Fitting wish) {
        try {
            Picture picture = Picture.read(file, name == null ? "the picture" : name, limits);
            return new Sent(
                    name, Fit.fit(picture, card.input().shape(), card.input().invert(), wish), null);
        } catch (Failure e) {
            return new Sent(name, null, e);
        }
    }

    private static List<Image> answers(List<Sent> sent, List<EncodedImage> encoded) {
        List<Image> all = new ArrayList<>();
        Iterator<EncodedImage> next = encoded.iterator();
        for (Sent one : sent) {
            all.add(
                    one.failure() == null
                            ? Image.of(one.name(), one.fitted(), next.next())
                            : Image.of(one.name(), one.failure()));
        }
        return all;
    }
}
