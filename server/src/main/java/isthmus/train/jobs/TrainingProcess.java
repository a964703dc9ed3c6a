package isthmus.train.jobs;

import isthmus.OwnProgram;
import isthmus.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of a training: it says how it stands in lines of JSON, takes orders, a word a line, and ends when nobody is
 * there any more to give them. Any thread; two of its own listen to it.
 */
final class TrainingProcess {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingProcess.class);
    private static final int CLOSING = 2; // seconds
    private static final int LONGEST = 500; // characters of what it says when it fails

    private final String id;
    private final Process process;
    private final Writer orders;
    private final Runnable published;
    private volatile TrainingStatus status;
    private volatile String complaint = "";

    /** @param published called when the model has another version, and once it is over */
    TrainingProcess(String id, List<String> java, List<String> arguments, Runnable published) throws IOException {
        this.id = id;
        this.published = published;
        status = new TrainingStatus(id, new TrainingReport(TrainingStatus.STARTING, 0, 0, 0, 0, 0), null);
        process = OwnProgram.behind(java, arguments).start();
        orders = process.outputWriter(StandardCharsets.UTF_8);
        Thread errors = listen("training errors", process.errorReader(StandardCharsets.UTF_8), this::complain);
        listen("training", process.inputReader(StandardCharsets.UTF_8), this::hear);
        Thread end = new Thread(() -> end(errors), "training end");
        end.setDaemon(true);
        end.start();
    }

    private interface Line {
        void said(String line);
    }

    private static Thread listen(String name, BufferedReader said, Line heard) {
        Thread thread = new Thread(
                () -> {
                    try (said) {
                        for (String line = said.readLine(); line != null; line = said.readLine()) {
                            heard.said(line);
                        }
                    } catch (IOException e) {
                        LOG.debug("a training said no more: {}", e.toString());
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void complain(String line) {
        // The engine's own remarks come before what ends the process.
        complaint = line.isBlank() ? complaint : line.substring(0, Math.min(LONGEST, line.length()));
    }

    private void hear(String line) {
        if (!line.startsWith("{")) {
            return;
        }
        TrainingReport report = Json.read(TrainingReport.class, line.getBytes(StandardCharsets.UTF_8));
        int before = status.report().published();
        status = new TrainingStatus(id, report, null);
        if (report.published() != before || report.state().equals(TrainingStatus.DONE)) {
            published.run();
        }
    }

    private void end(Thread errors) {
        try {
            int code = process.waitFor();
            errors.join();
            TrainingReport last = status.report();
            if (code != 0) {
                TrainingReport failed = new TrainingReport(
                        TrainingStatus.FAILED,
                        last.step(),
                        last.steps(),
                        last.epoch(),
                        last.epochs(),
                        last.published());
                status = new TrainingStatus(id, failed, complaint.isEmpty() ? "The training was ended." : complaint);
            }
            published.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String id() {
        return id;
    }

    TrainingStatus status() {
        return status;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Tells it a word; nothing where it has ended. */
    void order(String word) {
        try {
            synchronized (orders) {
                orders.write(word + "\n");
                orders.flush();
            }
        } catch (IOException e) {
            LOG.debug("{}: {} came too late", id, word);
        }
    }

    /** Ends it now; it can be resumed from its last epoch. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroy);
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
