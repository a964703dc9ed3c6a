package isthmus.bench;

import isthmus.Failure;
import isthmus.OwnProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A server in a process of its own on a free port. One thread starts, uses and closes it; another drains its output.
 */
final class ServerProcess implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("isthmus.threads", "ai.djl.pytorch.num_threads");
    /** With which {@code bin/isthmus} starts one, so that a checkout's figures are those of an installed server. */
    private static final String OPTIONS = "/server.options";

    private static final String READY = "Isthmus serves ";
    private static final int CLOSING = 10; // seconds

    private final Process process;
    private final URI address;

    /**
     * Starts a server and returns when it listens.
     *
     * @param options of the JVM beside those that set threads here
     * @param arguments of the server
     */
    static ServerProcess start(List<String> options, List<String> arguments) {
        List<String> java = options();
        java.addAll(options);
        for (String name : PASSED_ON) {
            if (System.getProperty(name) != null) {
                java.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        List<String> all = new ArrayList<>(List.of("--host", "127.0.0.1", "--port", "0"));
        all.addAll(List.of("--max-sessions-per-address", "4096")); // all of them come from here
        all.addAll(arguments);
        try {
            return new ServerProcess(
                    OwnProgram.of(java, all).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> options() {
        try (InputStream file = ServerProcess.class.getResourceAsStream(OPTIONS)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toCollection(ArrayList::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        BufferedReader printed =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> before = new ArrayList<>();
        String line = printed.readLine();
        while (line != null && !line.startsWith(READY)) {
            before.add(line);
            line = printed.readLine();
        }
        if (line == null) {
            throw Failure.modelFailed(
                    "server", "a line \"" + READY + "…\"", "its end after: " + String.join(" ", before));
        }
        address = URI.create(line.substring(line.indexOf("http://")));
        Thread drain = new Thread(() -> drain(printed), "server output");
        drain.setDaemon(true);
        drain.start();
    }

    private static void drain(Reader printed) {
        try {
            printed.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // The process was told to end.
        }
    }

    URI address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    /** Asks the process to end, and kills it when that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(CLOSING, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
