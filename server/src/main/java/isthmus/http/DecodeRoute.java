package isthmus.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import isthmus.Failure;
import isthmus.Limits;
import isthmus.http.ActiveAnswers.ActiveAnswer;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import isthmus.inference.Lane;
import isthmus.inference.ModelStore;
import isthmus.live.WorkQueue;
import isthmus.model.ModelFolder;
import isthmus.wire.Json;
import isthmus.wire.Matrix;
import isthmus.wire.Op;
import isthmus.wire.Question;
import isthmus.wire.RequestReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The image at a code, as a PNG or as numbers. Any thread. */
final class DecodeRoute implements Handler {
    private static final int LONGEST = 4096; // pixels of a side
    private static final int QUICK = 1 << 18; // pixels that take some milliseconds to write

    private final ModelStore models;
    private final WorkQueue work;
    private final ActiveAnswers answers;
    private final RequestReader reader;
    private final Uploads uploads;

    /**
     * @param work on which pictures are written, so that the model goes on with its work
     */
    DecodeRoute(ModelStore models, WorkQueue work, ActiveAnswers answers, Limits limits) {
        this.models = models;
        this.work = work;
        this.answers = answers;
        reader = new RequestReader(limits);
        uploads = new Uploads(limits);
    }

    /**
     * @param z (dim) the code
     * @param shape of the image: channels, height, width
     * @param mean (channels, height, width) of p(x|z) in [0,1]
     */
    private record DecodedImage(String model, float[] z, int[] shape, float[] mean) {}

    @Override
    public void handle(Context context) throws IOException {
        ModelFolder folder = models.folder(context.pathParam("id"));
        Shape shape = folder.card().input().shape();
        float[] z = code(context, folder.card().latent().dim());
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

    /** Of the address; or of the body, for an address has no room for a thousand numbers. */
    private float[] code(Context context, int dim) throws IOException {
        if (context.method().equals(HandlerType.GET)) {
            return Query.floats(context, "z", dim);
        }
        String body = new String(uploads.body(context), StandardCharsets.UTF_8);
        Matrix codes = ((Question.Decode) reader.read(Op.DECODE, body)).codes().of("codes", dim);
        if (codes.rows() != 1) {
            throw Failure.badInput("codes", "one code", codes.rows());
        }
        return codes.values();
    }

    /** The numbers, and 16 characters for each, or a raster of one byte or four a pixel and half as much packed. */
    private static long bytes(Shape shape, long pixels, boolean json) {
        return json ? 20L * shape.size() : 4L * shape.size() + pixels * (shape.channels() == 1 ? 1 : 4) * 3 / 2;
    }
}
