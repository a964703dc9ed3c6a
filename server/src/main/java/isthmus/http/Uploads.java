package isthmus.http;

import io.javalin.http.Context;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.wire.Printable;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.MultiPartFormData;

/** Files out of the body of a request, which is in memory already, within the limits. Any thread. */
final class Uploads {
    private final Limits limits;

    Uploads(Limits limits) {
        this.limits = limits;
    }

    /**
     * A file.
     *
     * @param name as the form says; null for a body that is the file itself
     * @param content its bytes, copied when they are asked for, or a Failure
     */
    record UploadedFile(String name, Supplier<byte[]> content) {}

    /** The body as one file. */
    byte[] body(Context context) throws IOException {
        try (InputStream in = context.bodyInputStream()) {
            return read(in, "the body");
        }
    }

    /** The body as one file, or the files of a form. */
    List<UploadedFile> files(Context context) throws IOException {
        if (!context.isMultipart()) {
            byte[] body = body(context);
            return List.of(new UploadedFile(null, () -> body));
        }
        List<UploadedFile> files = new ArrayList<>();
        for (Part part : parts(context)) {
            if (part.getSubmittedFileName() == null) {
                continue;
            }
            int most = limits.get(Limit.MAX_IMAGES_PER_REQUEST);
            if (files.size() == most) {
                throw Failure.tooLarge("the form", "at most " + most + " images in a request", "more");
            }
            String name = Printable.shown(part.getSubmittedFileName());
            files.add(new UploadedFile(name, () -> read(part, name)));
        }
        if (files.isEmpty()) {
            throw Failure.badInput("the form", "one or more image files", "none");
        }
        return files;
    }

    /** Takes a file of a form. */
    interface FileSink {
        void file(String name, InputStream content) throws IOException;
    }

    /** The files of a form, of which each may be as large as a body. */
    void each(Context context, FileSink sink) throws IOException {
        if (!context.isMultipart()) {
            throw Failure.badInput("the body", "a form of files (multipart/form-data)", "another");
        }
        int count = 0;
        for (Part part : parts(context)) {
            if (part.getSubmittedFileName() == null) {
                continue;
            }
            int most = limits.get(Limit.MAX_IMAGES_PER_REQUEST);
            if (count++ == most) {
                throw Failure.tooLarge("the form", "at most " + most + " files in a request", "more");
            }
            try (InputStream in = part.getInputStream()) {
                sink.file(part.getSubmittedFileName(), in);
            }
        }
        if (count == 0) {
            throw Failure.badInput("the form", "one or more files", "none");
        }
    }

    private Collection<Part> parts(Context context) throws IOException {
        // Without a folder nothing is written to disk.
        int most = limits.get(Limit.MAX_BODY_BYTES);
        context.req()
                .setAttribute(
                        ServletContextRequest.MULTIPART_CONFIG_ELEMENT, new MultipartConfigElement("", -1, most, most));
        try {
            return context.req().getParts();
        } catch (ServletException | RuntimeException e) {
            // Jetty looks at the parts once more when the answer is sent, and would fail then.
            context.req().removeAttribute(MultiPartFormData.class.getName());
            throw Failure.badInput(
                            "the body", "a form of files (multipart/form-data)", "a broken one: " + e.getMessage())
                    .causedBy(e);
        }
    }

    private byte[] read(Part part, String name) {
        try (InputStream in = part.getInputStream()) {
            return read(in, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] read(InputStream in, String name) throws IOException {
        int most = limits.get(Limit.MAX_BINARY_BYTES);
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
            throw Failure.tooLarge(name, "a file of at most " + most + " bytes", "more");
        }
        return bytes;
    }
}
