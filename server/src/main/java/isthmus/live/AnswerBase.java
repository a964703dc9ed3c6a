package isthmus.live;

import isthmus.Failure;
import isthmus.Limit;
import isthmus.image.Pixels;
import isthmus.image.Shape;
import isthmus.inference.Engine;
import isthmus.inference.Lane;
import isthmus.latent.Plane;
import isthmus.report.ChunkedModel;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.PlaneChoice;
import isthmus.wire.Question;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** What every answer has: the request, the model it is about, and the ways to compute and send. Any thread. */
class AnswerBase {
    private static final int PIECE = 64; // codes of one job: more make a core no faster, and others wait longer
    private static final int AHEAD = 2; // pieces that are begun before earlier ones are written

    final LiveServices services;
    final LeasedModel model;
    final ServedModel served;
    final Engine engine;
    final ActiveRequest request;

    AnswerBase(LiveServices services, LeasedModel model, ActiveRequest request) {
        this.services = services;
        this.model = model;
        served = model.served();
        engine = model.engine();
        this.request = request;
    }

    /** A frame of this answer. */
    AnswerFrame frame(boolean last, Map<String, ?> head, ArraySpec... arrays) {
        return AnswerFrame.of(
                request.request().id(), last, request.request().op().toString(), head, arrays);
    }

    /** Images as an array of a frame. */
    ArraySpec images(String name, ArrayType type, int count) {
        Shape shape = served.shape();
        return ArraySpec.of(name, type, count, shape.channels(), shape.height(), shape.width());
    }

    /** Writes images as the network gives them into the frame's array {@code i}, from image {@code at} on. */
    void writeImages(AnswerFrame frame, int i, ArrayType type, float[] mean, int at) {
        int size = served.shape().size();
        if (type == ArrayType.U1) {
            Pixels.toBytes(mean, 0, mean.length, frame.bytes(), frame.start(i) + at * size);
        } else {
            frame.array(i).asFloatBuffer().position(at * size).put(mean);
        }
    }

    /** How many codes one job decodes. */
    int pieceSize() {
        return LiveServices.batch(served.shape(), PIECE);
    }

    /** Decodes codes piece by piece into array {@code i} of the frame, which is sent when it is full. */
    void decodeInto(AnswerFrame frame, int i, ArrayType as, float[] codes, int count) {
        int size = pieceSize();
        int pieces = (count + size - 1) / size;
        inPieces(
                pieces,
                0,
                AHEAD,
                piece -> request.track(decode(codes, piece * size, Math.min(count, (piece + 1) * size))),
                (piece, mean) -> {
                    writeImages(frame, i, as, mean, piece * size);
                    if (piece == pieces - 1) {
                        request.send(frame, true);
                    }
                });
    }

    /**
     * Answers piece by piece.
     *
     * @param bytes that each piece reserves before it begins
     * @param ahead pieces that are computed at a time
     */
    <T> void inPieces(
            int count,
            long bytes,
            int ahead,
            IntFunction<CompletableFuture<T>> compute,
            PiecewiseAnswer.Writer<T> writer) {
        new PiecewiseAnswer<>(request, count, bytes, compute, writer, services.answers()).start(ahead);
    }

    /** One image of floats as an array of a frame. */
    ArraySpec image(String name) {
        Shape shape = served.shape();
        return ArraySpec.of(name, ArrayType.F4, shape.channels(), shape.height(), shape.width());
    }

    private CompletableFuture<float[]> decode(float[] codes, int from, int to) {
        int dim = served.dim();
        return engine.decode(Arrays.copyOfRange(codes, from * dim, to * dim), to - from, Lane.INTERACTIVE);
    }

    /** Refuses an answer that is larger than what may wait for a session. */
    long checkedBytes(ArraySpec... arrays) {
        long bytes = AnswerFrame.payload(arrays);
        long most = services.settings().limits().getLong(Limit.MAX_WAITING_BYTES);
        if (bytes > most) {
            throw Failure.tooLarge("", "a request whose answer has at most %d bytes".formatted(most), "one of " + bytes)
                    .hint("ask for less at a time");
        }
        return bytes;
    }

    /** Computes beside the networks until the request ends. */
    <T> CompletableFuture<T> work(Lane lane, Callable<T> job) {
        return work(lane, 0, job);
    }

    /**
     * Computes as {@link #work(Lane, Callable)}.
     *
     * @param held bytes that the job holds while it waits
     */
    <T> CompletableFuture<T> work(Lane lane, long held, Callable<T> job) {
        return request.track(services.work().call(lane, request.client(), held, job));
    }

    /** Computes the only frame beside the networks, and sends it. */
    void answerBy(Lane lane, long bytes, Callable<AnswerFrame> job) {
        request.whenRoom(bytes, () -> failWith(work(lane, job).thenAccept(frame -> request.send(frame, true))));
    }

    /** Fails the request where the last step of its work does. */
    void failWith(CompletableFuture<?> last) {
        CompletableFuture<?> unused = last.exceptionally(error -> {
            request.fail(error);
            return null;
        });
    }

    /**
     * Computes a report, on a thread that may wait for the model's answers. The report sends its frames itself.
     *
     * @param bytes of all its frames together
     * @param held bytes that the job holds while it waits
     */
    void report(long bytes, long held, Consumer<ChunkedModel> job) {
        request.whenRoom(
                bytes,
                () -> failWith(request.track(services.reports().call(Lane.BULK, request.client(), held, () -> {
                    job.accept(new ChunkedModel(engine.in(Lane.BULK), request::isWanted));
                    return null;
                }))));
    }

    /** Computes a report on an image, which is checked at once and read on the report's thread. */
    void report(long bytes, Question.Image image, long seed, BiConsumer<ChunkedModel, ReportImage> job) {
        ReportImage.check(served, image);
        report(
                bytes,
                ReportService.held(image),
                chunked -> job.accept(
                        chunked, ReportImage.of(served, services.settings().limits(), image, seed)));
    }

    /** Goes on with the chosen plane, at once where it is known and otherwise when it is computed. */
    void withPlane(PlaneChoice choice, Consumer<Plane> then) {
        if (served.isReady(choice)) {
            then.accept(served.plane(choice));
            return;
        }
        failWith(work(Lane.INTERACTIVE, () -> served.plane(choice)).thenAccept(then));
    }
}
