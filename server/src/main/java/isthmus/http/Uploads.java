package isthmus.http;

import io.javalin.http.Context;
import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.wire.Printable;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Files out of the body of a request, within the limits. Any thread. */
final class Uploads {
    private final Limits limits;

    Uploads(Limits limits) {
        this.limits = limits;
    }

    /** The body as one file. */
    byte[] body(Context context) throws IOException {
        try (InputStream in = context.bodyInputStream()) {
            return read(in, "the body");
        }
    }

    /**
     * The files of a form, each given to the taker before the next is read, so that their pictures are not all in memory
     * at once.
     *
     * @param taker takes a file's name and its bytes
     */
    <T> List<T> each(Context context, BiFunction<String, byte[], T> taker) throws IOException {
        List<T> taken = new ArrayList<>();
        for (Part part : parts(context)) {
            if (part.getSubmittedFileName() == null) {
                continue;
            }
            if (taken.size() == limits.get(Limit.MAX_IMAGES_PER_REQUEST)) {
                throw new Failure(
                        Kind.TOO_LARGE,
                        "expected at most %d images in a request, found more"
                                .formatted(limits.get(Limit.MAX_IMAGES_PER_REQUEST)));
            }
            String name = Printable.shown(part.getSubmittedFileName());
            try (InputStream in = part.getInputStream()) {
                taken.add(taker.apply(name, read(in, name)));
            }
        }
        if (taken.isEmpty()) {
            throw Failure.badInput("expected one or more image files in the form, found none");
        }
        return taken;
    }

    private Iterable<Part> parts(Context context) throws IOException {
        // Nothing is written to disk: a form that is larger than the limit is refused, and the rest fits into memory.
        context.req()
                .setAttribute(
                        ServletContextRequest.MULTIPART_CONFIG_ELEMENT,
                        new MultipartConfigElement(
                                "", -1, limits.get(Limit.MAX_BODY_BYTES), limits.get(Limit.MAX_BODY_BYTES)));
        try {
            return context.req().getParts();
        } catch (ServletException | RuntimeException e) {
            throw new Failure(
                    Kind.BAD_INPUT,
                    "expected a form of files (multipart/form-data), found it broken: " + e.getMessage(),
                    e);
        }
    }

    private byte[] read(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(limits.get(Limit.MAX_BINARY_BYTES) + 1);
        if (bytes.length > limits.get(Limit.MAX_BINARY_BYTES)) {
            throw new Failure(
                    Kind.TOO_LARGE,
                    "%s: expected a file of at most %d bytes, found more"
                            .formatted(name, limits.get(Limit.MAX_BINARY_BYTES)));
        }
        return bytes;
    }
}
