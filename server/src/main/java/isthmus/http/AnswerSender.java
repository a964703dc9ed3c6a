package isthmus.http;

import io.javalin.http.Context;
import isthmus.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.util.Callback;

/**
 * Sends answers without holding a thread until their clients have read them: the layer above the web server would write
 * them to a stream that blocks, and a few dozen clients that do not read would hold every thread. Any thread.
 */
final class AnswerSender {
    private static final int WORTHWHILE = 1500; // bytes, from which packing shortens what goes over the line

    private final Limits limits;
    private final ConnectionWatch watch;
    private final ActiveAnswers answers;

    AnswerSender(Limits limits, ConnectionWatch watch, ActiveAnswers answers) {
        this.limits = limits;
        this.watch = watch;
        this.answers = answers;
    }

    /** Sends what a route left as its result. A file of the page counts as an answer that is made. */
    void sendResult(Context context) {
        InputStream result = context.resultInputStream();
        if (result == null) {
            return;
        }
        try {
            byte[] bytes = packed(context, result.readAllBytes());
            if (!(result instanceof ByteArrayInputStream)) {
                answers.begin(context, bytes.length);
            }
            context.result(InputStream.nullInputStream());
            context.header("Content-Length", Integer.toString(bytes.length));
            context.future(() -> send(context, ByteBuffer.wrap(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends it all. Completes when it is sent, and just so when it could not be: then nobody is there to be told.
     *
     * @param content with its length in a header already
     */
    CompletableFuture<Void> send(Context context, ByteBuffer content) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        WatchedEndPoint connection = (WatchedEndPoint) Guard.connection(context);
        long before = connection.written();
        TransferRate rate = new TransferRate(limits);
        ConnectionWatch.Watch slow = watch.when(
                () -> rate.isTooSlow(connection.written() - before),
                () -> connection.close(new TimeoutException("the client reads too slowly")));
        Runnable end = () -> {
            watch.forget(slow);
            sent.complete(null);
        };
        try {
            HttpOutput out = (HttpOutput) context.res().getOutputStream();
            out.sendContent(content, Callback.from(end, failure -> end.run()));
        } catch (IOException e) {
            end.run();
        }
        return sent;
    }

    /** The same, packed where it is a text of some length and the client takes that. */
    private static byte[] packed(Context context, byte[] plain) throws IOException {
        String type = context.res().getContentType();
        boolean text = type != null && (type.startsWith("text/") || type.matches(".*(json|javascript|xml|svg).*"));
        if (!text || plain.length < WORTHWHILE) {
            return plain;
        }
        context.res().addHeader("Vary", "Accept-Encoding");
        String accepted = context.header("Accept-Encoding");
        if (accepted == null || !accepted.contains("gzip")) {
            return plain;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 2);
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(plain);
        }
        context.header("Content-Encoding", "gzip");
        return packed.toByteArray();
    }
}
