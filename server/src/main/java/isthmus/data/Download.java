package isthmus.data;

import isthmus.Failure;
import isthmus.data.KnownData.DataFile;
import isthmus.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * Fetches one file from the first mirror that has exactly the expected bytes. The file appears whole or not at all. Used by
 * commands only: a server never downloads. Any thread.
 *
 * <p>{@link HttpURLConnection} rather than {@code HttpClient}, which has no time limit for a stalled body.
 */
final class Download {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int STALL_MILLIS = 30_000;

    private Download() {}

    /**
     * Writes the file to {@code target}, making its folder.
     *
     * @return why each mirror failed; empty when the file is there
     */
    static List<String> fetch(DataFile file, List<URI> mirrors, Path target) {
        List<String> reasons = new ArrayList<>();
        for (URI mirror : mirrors) {
            URI address = mirror.resolve(file.name());
            try {
                fetch(file, address, target);
                return List.of();
            } catch (IOException e) {
                reasons.add(address + ": " + reason(e));
            }
        }
        return reasons;
    }

    private static void fetch(DataFile file, URI address, Path target) throws IOException {
        Path part;
        try {
            Files.createDirectories(target.getParent());
            part = Files.createTempFile(target.getParent(), file.name(), ".part");
        } catch (IOException e) {
            throw Failure.badInput(target.getParent().toString(), "a folder that can be written to", e)
                    .causedBy(e);
        }
        // For an interrupted process; every other way out deletes it below.
        part.toFile().deleteOnExit();
        try {
            receive(file, address, part);
            String sha256 = Sha256.of(part);
            if (!sha256.equals(file.sha256())) {
                throw new IOException("expected sha256 " + file.sha256() + ", found " + sha256);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void receive(DataFile file, URI address, Path part) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(STALL_MILLIS);
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("expected status 200, found " + connection.getResponseCode());
            }
            long received = 0;
            try (InputStream in = connection.getInputStream();
                    OutputStream out = Files.newOutputStream(part);
                    ProgressBar bar = new ProgressBarBuilder()
                            .setTaskName(file.name())
                            .setInitialMax(file.bytes())
                            .setUnit(" KiB", 1024)
                            .build()) {
                byte[] buffer = new byte[1 << 16];
                for (int n; (n = in.read(buffer)) >= 0 && received <= file.bytes(); ) {
                    out.write(buffer, 0, n);
                    received += n;
                    bar.stepBy(n);
                }
            }
            if (received != file.bytes()) {
                throw new IOException("expected %d bytes, found %s"
                        .formatted(file.bytes(), received > file.bytes() ? "more" : Long.toString(received)));
            }
        } finally {
            connection.disconnect();
        }
    }

    private static String reason(IOException e) {
        return e instanceof UnknownHostException || e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
