package isthmus.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import isthmus.http.ActiveAnswers.ActiveAnswer;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import isthmus.inference.Lane;
import isthmus.inference.ModelStore;
import isthmus.live.WorkQueue;
import isthmus.model.ModelFolder;
import isthmus.wire.Json;

/** The image at a code, as a PNG or as numbers. Any thread. */
final class DecodeRoute implements Handler {
    private static final int LONGEST = 4096; // pixels of a side
    private static final int QUICK = 1 << 18; // pixels that take some milliseconds to write

    private final ModelStore models;
    private final WorkQueue work;
    private final ActiveAnswers answers;

    /**
     * @param work on which pictures are written, so that the model goes on with its work
     */
    DecodeRoute(ModelStore models, WorkQueue work, ActiveAnswers answers) {
        this.models = models;
        this.work = work;
        this.answers = answers;
    }

    /**
     * @param z (dim) the code
     * @param shape of the image: channels, height, width
     * @param mean (channels, height, width) of p(x|z) in [0,1]
     */
    private record DecodedImage(String model, float[] z, int[] shape, float[] mean) {}

    @Override
    public void handle(Context context) {
        ModelFolder folder = models.folder(context.pathParam("id"));
        Shape shape = folder.card().input().shape();
        float[] z = Query.floats(context, "z", folder.card().latent().dim());
        int scale = Query.integer(context, "scale", 1, LONGEST / Math.max(shape.height(), shape.width()), 1);
        int[] sides = {shape.channels(), shape.height(), shape.width()};
        boolean json = JsonAnswer.isWanted(context);
        context.header("Vary", "Accept").header("Cache-Control", "no-cache");
        long pixels = (long) shape.height() * shape.width() * (json ? 1 : scale * scale);
        ActiveAnswer answer = answers.begin(context, bytes(shape, pixels, json));
        Lane lane = pixels > QUICK ? Lane.BULK : Lane.INTERACTIVE;
        context.future(() -> answer.with(models, folder, engine -> answer.track(engine.decode(z, 1, Lane.INTERACTIVE)))
                .thenCompose(mean -> answer.track(work.call(
                        lane,
                        answer.client(),
                        0,
                        () -> json
                                ? Json.of(new DecodedImage(folder.id(), z, sides, mean))
                                : Png.of(Pixels.of(shape, mean, 0), scale))))
                .thenAccept(bytes ->
                        context.contentType(json ? Json.TYPE : "image/png").result(bytes)));
    }

    /** The numbers, and 16 characters for each, or a raster of one byte or four a pixel and half as much packed. */
    private static long bytes(Shape shape, long pixels, boolean json) {
        return json ? 20L * shape.size() : 4L * shape.size() + pixels * (shape.channels() == 1 ? 1 : 4) * 3 / 2;
    }
}
