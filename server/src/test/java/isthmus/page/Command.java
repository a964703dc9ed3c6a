package isthmus.page;

import java.io.IOException;
import java.nio.charset.Charset;

/** A command of the system that a test needs to have run. Any thread. */
final class Command {
    private Command() {}

    /** Runs it to its end; one that fails is told with what it said. */
    static void run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue() + ": " + said);
        }
    }
}
