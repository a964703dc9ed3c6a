package isthmus.importing.jobs;

import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.image.PictureLimits;
import isthmus.importing.ImportStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The imports of a server: one at a time, and one of each client that waits. An import has its folder until it ends, is not
 * asked about any more, takes too long, or the server closes. Any thread, and none waits but in {@link #close}.
 */
public final class Imports implements AutoCloseable {
    /** Below the folder of models, which passes over what begins with a dot. */
    public static final String FOLDER = ".imports";

    private static final Logger LOG = LoggerFactory.getLogger(Imports.class);
    private static final int MOST_WAITING = 4; // of all clients
    private static final int REMEMBERED = 8; // that have ended
    private static final long LEFT_SECONDS = 30;
    private static final Duration OLD = Duration.ofHours(1);
    private static final int CLOSING = 1000; // milliseconds

    private final Path models;
    private final Limits limits;
    private final Runnable changed;
    private final SecureRandom random = new SecureRandom();

    private final Map<String, ModelImport> open =
            new LinkedHashMap<>(); // by id, the first has its turn; guarded by this
    private final Map<String, ImportStatus> ended = new LinkedHashMap<>(); // the same

    /** On which everything that takes long is done. */
    private final ScheduledThreadPoolExecutor work = thread("import");

    private final ScheduledThreadPoolExecutor watch = thread("import watch");

    /**
     * @param models folder in which models appear
     * @param changed called when one has
     */
    public Imports(Path models, Limits limits, Runnable changed) {
        this.models = models;
        this.limits = limits;
        this.changed = changed;
        work.execute(this::removeLeftovers);
        var unused = watch.scheduleWithFixedDelay(this::endIdle, 1, 1, TimeUnit.SECONDS);
    }

    /** Removes what a server left that was killed; what is younger may be another server's, of the same folder. */
    private void removeLeftovers() {
        Path folder = models.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return;
        }
        Instant oldest = Instant.now().minus(OLD);
        try (Stream<Path> all = Files.list(folder)) {
            for (Path one : all.toList()) {
                if (Files.isDirectory(one)
                        && Files.getLastModifiedTime(one).toInstant().isBefore(oldest)) {
                    IncomingFiles.remove(one);
                }
            }
        } catch (IOException e) {
            LOG.warn("{}: what earlier imports left was not removed: {}", folder, e.toString());
        }
    }

    private static ScheduledThreadPoolExecutor thread(String name) {
        var executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    /** Gives an import its files, one call a file. */
    @FunctionalInterface
    public interface FileSource {
        void each(FileSink sink) throws IOException;
    }

    /** Takes one file. */
    @FunctionalInterface
    public interface FileSink {
        void file(String name, InputStream content) throws IOException;
    }

    /** Begins an import of these files, or has it wait for its turn. */
    public ImportStatus begin(ClientAddress client, FileSource files) throws IOException {
        ModelImport made;
        String id;
        synchronized (this) {
            long waiting = open.values().stream().skip(1).count();
            boolean own = open.values().stream().skip(1).anyMatch(one -> one.client.equals(client));
            if (own || waiting >= MOST_WAITING) {
                throw Failure.busy(
                        "the import",
                        own ? "at most one of a client that waits for its turn" : "fewer imports that wait",
                        own ? "one that waits" : waiting);
            }
            byte[] drawn = new byte[8];
            random.nextBytes(drawn);
            id = HexFormat.of().formatHex(drawn);
            made = new ModelImport(
                    id,
                    client,
                    new IncomingFiles(
                            models.resolve(FOLDER).resolve(id),
                            limits.get(Limit.MAX_IMAGES_PER_REQUEST),
                            pictureLimits()),
                    models,
                    pictureLimits());
            open.put(id, made);
        }
        try {
            files.each(made.files::add);
            made.received();
        } catch (IOException | RuntimeException e) {
            end(id);
            forget(id);
            throw e;
        }
        synchronized (this) {
            made.receive();
            next();
        }
        return made.status();
    }

    private PictureLimits pictureLimits() {
        return new PictureLimits(limits.get(Limit.MAX_BINARY_BYTES), limits.get(Limit.MAX_PIXELS_PER_IMAGE));
    }

    /** How an import stands; whoever asks keeps it. */
    public synchronized ImportStatus status(String id) {
        ModelImport one = open.get(id);
        if (one != null) {
            one.touch();
            return one.status();
        }
        ImportStatus last = ended.get(id);
        if (last == null) {
            throw Failure.notFound("", "an import that goes on", "none of this name")
                    .hint("send the files again");
        }
        return last;
    }

    /**
     * One of the images of the proposal as PNG.
     *
     * @param of originals, best or second
     */
    public byte[] png(String id, String of, int at) {
        return one(id).png(of, at);
    }

    /** Adds pictures, and tries again. */
    public ImportStatus pictures(String id, FileSource files) throws IOException {
        ModelImport one;
        synchronized (this) {
            one = still(id);
            one.run(limits.get(Limit.IMPORT_SECONDS), ImportStep.FILES);
        }
        try {
            files.each(one.files::addPicture);
        } finally { // those that came are kept, also where another is refused
            one.received();
            submit(id, one, () -> one.attempt(null));
        }
        return one.status();
    }

    /** Tries again with what is stated. */
    public synchronized ImportStatus state(String id, StatedReading stated) {
        ModelImport one = still(id);
        stated.checked();
        one.run(limits.get(Limit.IMPORT_SECONDS), ImportStep.FILES);
        submit(id, one, () -> one.attempt(stated));
        return one.status();
    }

    /** Makes the model that was decided for. */
    public synchronized ImportStatus decide(String id, ImportDecision decision) {
        ModelImport one = still(id);
        if (!one.status().state().equals(ImportStatus.DECIDING)) {
            throw Failure.badInput("the import", "one that waits for a decision", "one that asks");
        }
        one.checked(decision);
        one.run(limits.get(Limit.IMPORT_SECONDS), ImportStep.WRITING);
        submit(id, one, () -> one.write(decision, changed));
        return one.status();
    }

    /** Ends an import, and removes its files. */
    public void leave(String id) {
        one(id);
        end(id);
    }

    private synchronized ModelImport one(String id) {
        status(id);
        ModelImport one = open.get(id);
        if (one == null) {
            throw Failure.notFound("", "an import that goes on", "one that has ended")
                    .hint("send the files again");
        }
        return one;
    }

    private ModelImport still(String id) {
        ModelImport one = one(id);
        if (!one.isStill()) {
            throw Failure.busy("the import", "one that waits for an answer", "one at work");
        }
        return one;
    }

    private void submit(String id, ModelImport one, Runnable job) {
        work.execute(() -> {
            job.run();
            if (one.status().isOver()) {
                end(id);
            }
        });
    }

    /** Has the first one begin, where it has not. */
    private void next() {
        for (Map.Entry<String, ModelImport> first : open.entrySet()) {
            ModelImport one = first.getValue();
            if (one.isReceived() && one.status().state().equals(ImportStatus.WAITING)) {
                one.run(limits.get(Limit.IMPORT_SECONDS), ImportStep.FILES);
                submit(first.getKey(), one, () -> one.attempt(null));
            }
            return;
        }
    }

    private synchronized void endIdle() {
        for (Map.Entry<String, ModelImport> one : Map.copyOf(open).entrySet()) {
            // The page asks every 20 seconds: whoever does not while others wait has gone.
            boolean left = open.size() > 1 && one.getValue().isStill();
            long most = limits.get(Limit.IMPORT_IDLE_SECONDS);
            if (one.getValue().idleSeconds() >= (left ? Math.min(most, LEFT_SECONDS) : most)) {
                end(one.getKey());
            }
        }
    }

    /** Its folder goes once nothing works in it any more. */
    private synchronized void end(String id) {
        ModelImport one = open.remove(id);
        if (one == null) {
            return;
        }
        one.leave();
        remember(id, one.ended());
        work.execute(() -> {
            one.close();
            remove(one);
        });
        next();
    }

    private void remember(String id, ImportStatus last) {
        ended.put(id, last);
        Iterator<String> oldest = ended.keySet().iterator();
        while (ended.size() > REMEMBERED) {
            oldest.next();
            oldest.remove();
        }
    }

    private synchronized void forget(String id) {
        ended.remove(id);
    }

    private void remove(ModelImport one) {
        try {
            one.files.remove();
            Path all = models.resolve(FOLDER);
            synchronized (this) {
                if (open.isEmpty() && Files.isDirectory(all)) {
                    Files.delete(all);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("the files of an import could not be removed: {}", e.toString());
        }
    }

    /** Ends all imports; what runs is left behind where it does not end soon. */
    @Override
    public void close() {
        watch.shutdownNow();
        synchronized (this) {
            for (String id : Map.copyOf(open).keySet()) {
                end(id);
            }
        }
        work.shutdown();
        try {
            if (!work.awaitTermination(CLOSING, TimeUnit.MILLISECONDS)) {
                LOG.warn("closing: expected an import to end within {} ms, found that it goes on", CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
