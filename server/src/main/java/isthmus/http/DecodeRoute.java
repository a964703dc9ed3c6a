package isthmus.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import isthmus.inference.Engine;
import isthmus.inference.Lane;
import isthmus.inference.OpenModels;
import java.util.concurrent.Executor;

/** The image at a code, as a PNG or as numbers. Any thread. */
final class DecodeRoute implements Routes {
    private static final int LONGEST = 4096; // pixels of a side

    private final OpenModels models;
    private final Executor executor;

    /**
     * @param executor on which pictures are written, so that the model goes on with its work
     */
    DecodeRoute(OpenModels models, Executor executor) {
        this.models = models;
        this.executor = executor;
    }

    /**
     * @param z (dim) the code
     * @param shape of the image: channels, height, width
     * @param mean (channels, height, width) of p(x|z) in [0,1]
     */
    private record Decoded(String model, float[] z, int[] shape, float[] mean) {}

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/models/{id}/decode", this::decode);
    }

    private void decode(Context context) {
        Engine engine = models.engine(context.pathParam("id"));
        Shape shape = engine.card().input().shape();
        float[] z = Answers.floats(context, "z", engine.card().latent().dim());
        int scale = Answers.integer(context, "scale", 1, LONGEST / Math.max(shape.height(), shape.width()), 1);
        boolean json = Answers.wantsJson(context);
        context.header("Vary", "Accept").header("Cache-Control", "no-cache");
        context.future(() -> engine.decode(z, 1, Lane.INTERACTIVE)
                .thenAcceptAsync(
                        mean -> {
                            if (json) {
                                int[] sides = {shape.channels(), shape.height(), shape.width()};
                                Answers.json(context, new Decoded(engine.card().id(), z, sides, mean));
                            } else {
                                context.contentType("image/png").result(Png.of(Pixels.of(shape, mean, 0), scale));
                            }
                        },
                        executor));
    }
}
