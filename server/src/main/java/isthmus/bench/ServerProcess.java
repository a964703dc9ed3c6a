package isthmus.bench;

import isthmus.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A server in a process of its own on a free port. One thread starts, uses and closes it; another drains its output.
 */
final class ServerProcess implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("isthmus.threads", "ai.djl.pytorch.num_threads");
    private static final String READY = "Isthmus serves ";
    private static final int CLOSING = 10; // seconds

    private final Process process;
    private final URI address;

    /**
     * Starts a server and returns when it listens.
     *
     * @param java options of the JVM
     * @param options of the server
     */
    static ServerProcess start(List<String> java, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        for (String name : PASSED_ON) {
            if (System.getProperty(name) != null) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        command.addAll(List.of("-cp", classPath(), "isthmus.Main", "--host", "127.0.0.1", "--port", "0"));
        command.addAll(List.of("--max-sessions-per-address", "4096")); // all of them come from here
        command.addAll(options);
        try {
            return new ServerProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Under exec:java the class path of the JVM is Maven's, and ours is that of a class loader. */
    private static String classPath() {
        if (ServerProcess.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs())
                    .map(ServerProcess::path)
                    .collect(Collectors.joining(System.getProperty("path.separator")));
        }
        return System.getProperty("java.class.path");
    }

    private static String path(URL url) {
        return Path.of(URI.create(url.toString())).toString();
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
        Thread drain = new Thread(() -> printed.lines().forEach(said -> {}), "server output");
        drain.setDaemon(true);
        drain.start();
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
