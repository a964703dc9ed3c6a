package isthmus.bench;

import isthmus.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The memory of a server's process, in bytes. Called by one thread.
 *
 * @param heap in use right after a garbage collection
 * @param resident set of the whole process
 */
record Memory(long heap, long resident) {
    static final double KB = 1 << 10;
    static final double MB = 1 << 20;

    /** Measured after a garbage collection in the server. */
    static Memory of(ServerProcess server) {
        run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(server.pid()),
                "GC.run"));
        return new Memory(heap(server.address()), resident(server.pid()));
    }

    /** The resident set of a process: from /proc where the system has it, else from ps. */
    static long resident(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            if (!Files.exists(status)) {
                return Long.parseLong(run(List.of("ps", "-o", "rss=", "-p", Long.toString(pid)))
                                .strip())
                        << 10;
            }
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        } catch (IOException | NumberFormatException e) {
            throw unknown("how much of the process is resident", e);
        }
        throw unknown("VmRSS in " + status, null);
    }

    /** The sum over the heap's pools in the server's /metrics. */
    private static long heap(URI server) {
        try {
            String meters = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(server.resolve("/metrics")).build(), BodyHandlers.ofString())
                    .body();
            return (long) meters.lines()
                    .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            throw unknown("the server's meters", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("the server's meters", e);
        }
    }

    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw unknown("what %s says".formatted(command.get(0)), new IOException(output));
            }
            return output;
        } catch (IOException e) {
            throw unknown("%s, which a JDK or the system has".formatted(command.get(0)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("what %s says".formatted(command.get(0)), e);
        }
    }

    private static Failure unknown(String expected, Exception e) {
        return Failure.notFound("memory of the server", expected, e == null ? "none" : e.getMessage())
                .causedBy(e);
    }
}
