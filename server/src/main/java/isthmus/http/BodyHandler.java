package isthmus.http;

import isthmus.ByteBudget;
import isthmus.ByteBudget.Reservation;
import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.Limit;
import isthmus.Limits;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Reads the whole body of a request before the servlet sees it, without holding a thread meanwhile: the servlet's reads
 * block, and a few dozen clients that send slowly would hold every thread of the server. What is read counts in a budget
 * until the request is answered, and what comes too slowly is refused. The web server calls it on any of its threads.
 */
final class BodyHandler extends Handler.Wrapper {
    private final Limits limits;
    private final ConnectionWatch watch;
    private final ByteBudget budget;

    BodyHandler(Limits limits, ConnectionWatch watch) {
        this.limits = limits;
        this.watch = watch;
        budget = new ByteBudget(
                "uploads", limits.getLong(Limit.MAX_UPLOAD_BYTES), limits.getLong(Limit.MAX_UPLOAD_BYTES_PER_ADDRESS));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getLength() <= 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
            return super.handle(request, response, callback);
        }
        Reservation reservation = budget.reserve(Guard.client(request), 0);
        Request.addCompletionListener(request, failure -> reservation.close());
        new Body(request, response, callback, reservation).start();
        return true;
    }

    /** A body that is being read. The web server's threads and that of the watch; its monitor guards it. */
    private final class Body implements Runnable {
        private static final int FIRST = 8 << 10;
        private static final int BLOCK = 64 << 10; // bytes

        private final Request request;
        private final Response response;
        private final Callback callback;
        private final Reservation reservation;
        private final Deque<ByteBuffer> blocks = new ArrayDeque<>(); // to be filled; the last one has room
        private final TransferRate rate = new TransferRate(limits);
        private ConnectionWatch.Watch slow;
        private final AtomicLong total = new AtomicLong(); // bytes
        private boolean over;

        Body(Request request, Response response, Callback callback, Reservation reservation) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.reservation = reservation;
        }

        void start() {
            slow = watch.when(
                    () -> rate.isTooSlow(total.get()),
                    () -> end(Failure.of(
                            Kind.TIMED_OUT,
                            "the body",
                            "at least %d bytes a second after %d seconds"
                                    .formatted(
                                            limits.get(Limit.MIN_BYTES_PER_SECOND),
                                            limits.get(Limit.TRANSFER_GRACE_SECONDS)),
                            "fewer")));
            run();
        }

        @Override
        public void run() {
            boolean whole;
            try {
                whole = readAvailable();
            } catch (Failure e) {
                end(e);
                return;
            }
            if (whole) {
                end(null);
            }
        }

        /** Whether the last byte has come; where it has not, this is called again when more comes. */
        private synchronized boolean readAvailable() {
            while (!over) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return false;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    fail(chunk.getFailure());
                    return false;
                }
                try {
                    keep(chunk.getByteBuffer());
                } finally {
                    chunk.release();
                }
                if (chunk.isLast()) {
                    return true;
                }
            }
            return false;
        }

        private void keep(ByteBuffer bytes) {
            long now = total.addAndGet(bytes.remaining());
            if (now > limits.get(Limit.MAX_BODY_BYTES)) {
                throw Failure.tooLarge(
                        "the body", "at most " + limits.get(Limit.MAX_BODY_BYTES) + " bytes", "more than that");
            }
            while (bytes.hasRemaining()) {
                if (blocks.isEmpty() || !blocks.getLast().hasRemaining()) {
                    long expected = request.getLength() < 0 ? BLOCK : request.getLength() - now + bytes.remaining();
                    int size = (int) Math.max(1, Math.min(blocks.isEmpty() ? FIRST : BLOCK, expected));
                    reservation.grow(size);
                    blocks.add(ByteBuffer.allocate(size));
                }
                ByteBuffer block = blocks.getLast();
                int count = Math.min(block.remaining(), bytes.remaining());
                block.put(bytes.slice().limit(count));
                bytes.position(bytes.position() + count);
            }
        }

        /** A client that is gone hears nothing any more. */
        private void fail(Throwable failure) {
            if (failure instanceof HttpException bad) {
                throw Failure.badInput("the body", "one that HTTP allows", bad.getReason());
            }
            watch.forget(slow);
            over = true;
            callback.failed(failure);
        }

        private void end(Failure failure) {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
            }
            watch.forget(slow);
            if (failure == null) {
                blocks.forEach(ByteBuffer::flip);
                getServer().getThreadPool().execute(this::pass);
            } else {
                JsonAnswer.refuse(failure, response, callback);
            }
        }

        /** Lets the servlet work on it, which may block for a while. */
        private void pass() {
            Request whole = new Whole(request, blocks);
            try {
                if (!BodyHandler.super.handle(whole, response, callback)) {
                    Response.writeError(whole, response, callback, 404);
                }
            } catch (Throwable e) {
                Response.writeError(whole, response, callback, e);
            }
        }
    }

    /** A request whose body is in memory. One thread at a time. */
    private static final class Whole extends Request.Wrapper {
        private final Deque<ByteBuffer> blocks;

        Whole(Request request, Deque<ByteBuffer> blocks) {
            super(request);
            this.blocks = blocks;
        }

        @Override
        public Content.Chunk read() {
            ByteBuffer next = blocks.poll();
            return next == null ? Content.Chunk.EOF : Content.Chunk.from(next, blocks.isEmpty());
        }

        @Override
        public void demand(Runnable available) {
            available.run();
        }
    }
}
