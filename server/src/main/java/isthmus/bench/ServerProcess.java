package isthmus.bench;

import isthmus.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
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
     * @param options of the JVM beside those that set threads here
     * @param arguments of the server
     */
    static ServerProcess start(List<String> options, List<String> arguments) {
        List<String> java = new ArrayList<>(options);
        for (String name : PASSED_ON) {
            if (System.getProperty(name) != null) {
                java.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        List<String> command = new ArrayList<>(program(java));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0"));
        command.addAll(List.of("--max-sessions-per-address", "4096")); // all of them come from here
        command.addAll(arguments);
        try {
            ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
            process.environment().put("JAVA_OPTS", String.join(" ", java));
            return new ServerProcess(process.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command as it is installed, or the same classes where this runs from a checkout. */
    private static List<String> program(List<String> java) {
        String home = System.getProperty("isthmus.home");
        if (home != null) {
            return List.of(Path.of(home, "bin", "isthmus").toString());
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(List.of("-cp", classPath(), "isthmus.Main"));
        return command;
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
