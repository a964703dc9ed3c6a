package isthmus.live;

import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.Limit;
import isthmus.image.Pixels;
import isthmus.image.Shape;
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

/** What every answer has: the request, the space it is about, and the ways to compute and send. Any thread. */
class AnswerBase {
    /** Codes that are decoded at a time; past that a core gets no faster, and others would wait longer. */
    static final int PIECE = 64;

    private static final int AHEAD = 2; // pieces that are begun before those before them are written

    final LiveServices house;
    final ServedModel space;
    final ActiveRequest running;

    AnswerBase(LiveServices house, ServedModel space, ActiveRequest running) {
        this.house = house;
        this.space = space;
        this.running = running;
    }

    /** A frame of this answer. */
    AnswerFrame frame(boolean last, Map<String, ?> head, ArraySpec... arrays) {
        return AnswerFrame.of(
                running.request().id(), last, running.request().op().toString(), head, arrays);
    }

    /** Images as an array of a frame. */
    ArraySpec images(String name, ArrayType type, int count) {
        Shape shape = space.shape();
        return ArraySpec.of(name, type, count, shape.channels(), shape.height(), shape.width());
    }

    /** Writes images as the network gives them into the frame's array {@code i}, from image {@code at} on. */
    void writeImages(AnswerFrame frame, int i, ArrayType type, float[] mean, int at) {
        int size = space.shape().size();
        if (type == ArrayType.U1) {
            Pixels.toBytes(mean, 0, mean.length, frame.bytes(), frame.start(i) + at * size);
        } else {
            frame.array(i).asFloatBuffer().position(at * size).put(mean);
        }
    }

    /** Decodes codes piece by piece into array {@code i} of the frame, which is sent when it is full. */
    void decodeInto(AnswerFrame frame, int i, ArrayType as, float[] codes, int count) {
        int pieces = (count + PIECE - 1) / PIECE;
        new PiecewiseAnswer<float[]>(
                        running,
                        pieces,
                        0,
                        piece -> running.track(decode(codes, piece * PIECE, Math.min(count, (piece + 1) * PIECE))),
                        (piece, mean) -> {
                            writeImages(frame, i, as, mean, piece * PIECE);
                            if (piece == pieces - 1) {
                                running.send(frame, true, 0);
                            }
                        },
                        house.answers())
                .start(AHEAD);
    }

    /** Values as an array of a frame. */
    ArraySpec image(String name) {
        Shape shape = space.shape();
        return ArraySpec.of(name, ArrayType.F4, shape.channels(), shape.height(), shape.width());
    }

    private CompletableFuture<float[]> decode(float[] codes, int from, int to) {
        int dim = space.dim();
        return space.engine().decode(Arrays.copyOfRange(codes, from * dim, to * dim), to - from, Lane.INTERACTIVE);
    }

    /** Refuses an answer that is larger than what may wait for a session. */
    long checkedBytes(ArraySpec... arrays) {
        long bytes = AnswerFrame.payload(arrays);
        long most = house.settings().limits().getLong(Limit.MAX_WAITING_BYTES);
        if (bytes > most) {
            throw new Failure(
                    Kind.TOO_LARGE,
                    "expected a request whose answer has at most %d bytes, found one of %d; ask for less at a time"
                            .formatted(most, bytes));
        }
        return bytes;
    }

    /** Computes beside the networks, for as long as the request is wanted. */
    <T> CompletableFuture<T> work(Lane lane, Callable<T> job) {
        return running.track(house.work().call(lane, job));
    }

    /** Computes beside the networks and sends what it gives as the only frame. */
    void answerBy(Lane lane, long bytes, Callable<AnswerFrame> job) {
        running.whenRoom(bytes, () -> {
            CompletableFuture<Void> unused = work(lane, job).handle((frame, error) -> {
                if (error == null) {
                    running.send(frame, true, bytes);
                } else {
                    running.fail(error);
                }
                return null;
            });
        });
    }

    /**
     * Computes a report, on a thread that waits for the model's answers as they come. It sends its frames itself.
     *
     * @param bytes of all its frames together
     */
    void report(long bytes, Consumer<ChunkedModel> job) {
        running.whenRoom(bytes, () -> {
            CompletableFuture<Void> unused = running.track(house.reports().call(Lane.BULK, () -> {
                        job.accept(new ChunkedModel(space.engine().in(Lane.BULK), running::isWanted));
                        return null;
                    }))
                    .handle((nothing, error) -> {
                        if (error != null) {
                            running.fail(error);
                        }
                        return null;
                    });
        });
    }

    /** Computes a report on an image, which is checked at once and read there. */
    void report(long bytes, Question.Image image, long seed, BiConsumer<ChunkedModel, ReportImage> job) {
        ReportImage.check(space, image);
        report(
                bytes,
                turns ->
                        job.accept(turns, ReportImage.of(space, house.settings().limits(), image, seed)));
    }

    /** Goes on with the plane that is meant: at once where it is known, otherwise when it is computed. */
    void withPlane(PlaneChoice choice, Consumer<Plane> then) {
        if (space.isReady(choice)) {
            then.accept(space.plane(choice));
            return;
        }
        CompletableFuture<Void> unused = work(Lane.INTERACTIVE, () -> space.plane(choice))
                .thenAccept(then)
                .exceptionally(error -> {
                    running.fail(error);
                    return null;
                });
    }
}
