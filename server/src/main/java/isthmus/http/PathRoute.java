package isthmus.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.Version;
import isthmus.http.ActiveAnswers.ActiveAnswer;
import isthmus.image.Pixels;
import isthmus.image.Shape;
import isthmus.inference.Engine;
import isthmus.inference.Lane;
import isthmus.inference.ModelStore;
import isthmus.latent.Path;
import isthmus.live.WorkQueue;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.npz.NpzWriter;
import isthmus.wire.ArrayType;
import isthmus.wire.Json;
import isthmus.wire.Op;
import isthmus.wire.Question;
import isthmus.wire.RequestReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** An interpolation, decoded, as one file of numbers. Any thread. */
final class PathRoute implements Handler {
    private final ModelStore models;
    private final WorkQueue work;
    private final ActiveAnswers answers;
    private final RequestReader reader;
    private final Uploads uploads;
    private final long mostBytes;

    /**
     * @param work on which answers are written, so that the model goes on with its work
     */
    PathRoute(ModelStore models, WorkQueue work, ActiveAnswers answers, Limits limits) {
        this.models = models;
        this.work = work;
        this.answers = answers;
        reader = new RequestReader(limits);
        uploads = new Uploads(limits);
        mostBytes = limits.getLong(Limit.MAX_WAITING_BYTES);
    }

    /**
     * @param decoder sha256 of the network that decoded the frames
     * @param z (frames, dim)
     * @param shape of a frame: channels, height, width
     * @param frames (frames, channels × height × width)
     */
    private record DecodedPath(
            String isthmus,
            String model,
            String decoder,
            String mode,
            float[][] z,
            int[] shape,
            String as,
            Object frames) {}

    @Override
    public void handle(Context context) throws IOException {
        ModelFolder folder = models.folder(context.pathParam("id"));
        ModelCard card = folder.card();
        String body = new String(uploads.body(context), StandardCharsets.UTF_8);
        Question.Path question = (Question.Path) reader.read(Op.PATH, body);
        Shape shape = card.input().shape();
        int dim = card.latent().dim();
        float[] codes = question.mode()
                .interpolate(question.keyframes().of("keyframes", dim).values(), dim, question.frames());
        long values = (long) question.frames() * shape.size();
        if (4 * values > mostBytes) {
            throw Failure.tooLarge("frames", "so many that they have at most " + mostBytes + " bytes", 4 * values)
                    .hint("ask for fewer at a time");
        }
        boolean json = JsonAnswer.isWanted(context);
        context.header("Vary", "Accept").header("Cache-Control", "no-store");
        ActiveAnswer answer = answers.begin(context, values * bytes(question.as(), json));
        context.future(() -> {
            float[] mean = new float[(int) values];
            return answer.with(models, folder, engine -> decode(answer, engine, codes, mean, 0))
                    .thenCompose(decoded -> answer.track(work.call(
                            Lane.PATH,
                            Guard.client(context),
                            0,
                            () -> json
                                    ? Json.of(json(card, question, codes, mean))
                                    : npz(card, question, codes, mean))))
                    .thenAccept(result -> context.contentType(json ? Json.TYPE : "application/zip")
                            .result(result));
        });
    }

    /** A value as it is decoded, and how many bytes at most it takes beside that until it is sent. */
    private static long bytes(ArrayType as, boolean json) {
        int written = json ? (as == ArrayType.F4 ? 17 : 9) : (as == ArrayType.F4 ? 8 : 3);
        return 4L + written;
    }

    /** Decodes from a frame on, each piece as a batch of its own, so that the same path gives the same bytes. */
    private static CompletableFuture<Void> decode(
            ActiveAnswer answer, Engine engine, float[] codes, float[] mean, int from) {
        int dim = engine.card().latent().dim();
        int size = engine.card().input().shape().size();
        int frames = codes.length / dim;
        int to = Math.min(frames, from + Path.PATH_BATCH);
        return answer.track(engine.decodeAlone(Arrays.copyOfRange(codes, from * dim, to * dim), to - from, Lane.PATH))
                .thenCompose(decoded -> {
                    System.arraycopy(decoded, 0, mean, from * size, decoded.length);
                    return to == frames
                            ? CompletableFuture.completedFuture(null)
                            : decode(answer, engine, codes, mean, to);
                });
    }

    private static byte[] npz(ModelCard card, Question.Path question, float[] codes, float[] mean) {
        Shape shape = card.input().shape();
        int[] sides = {question.frames(), shape.channels(), shape.height(), shape.width()};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            NpzWriter zip = new NpzWriter(out)
                    .add("z", codes, question.frames(), card.latent().dim());
            if (question.as() == ArrayType.F4) {
                zip.add("frames", mean, sides);
            } else {
                zip.add("frames", Pixels.bytes(mean), sides);
            }
            zip.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static DecodedPath json(ModelCard card, Question.Path question, float[] codes, float[] mean) {
        Shape shape = card.input().shape();
        float[][] images = rows(mean, shape.size());
        return new DecodedPath(
                Version.NAME,
                card.id(),
                card.files().get(ModelCard.DECODER),
                question.mode().name().toLowerCase(Locale.ROOT),
                rows(codes, card.latent().dim()),
                new int[] {shape.channels(), shape.height(), shape.width()},
                question.as().toString(),
                question.as() == ArrayType.F4 ? images : levels(images));
    }

    private static float[][] rows(float[] values, int width) {
        float[][] rows = new float[values.length / width][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(values, row * width, (row + 1) * width);
        }
        return rows;
    }

    private static int[][] levels(float[][] images) {
        int[][] levels = new int[images.length][];
        for (int i = 0; i < images.length; i++) {
            byte[] bytes = Pixels.bytes(images[i]);
            levels[i] = new int[bytes.length];
            for (int p = 0; p < bytes.length; p++) {
                levels[i][p] = bytes[p] & 0xFF;
            }
        }
        return levels;
    }
}
