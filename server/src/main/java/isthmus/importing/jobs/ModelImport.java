package isthmus.importing.jobs;

import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.image.DataFit;
import isthmus.image.PictureLimits;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import isthmus.importing.Comparison;
import isthmus.importing.ImportSource;
import isthmus.importing.ImportStep;
import isthmus.importing.ImportedModel;
import isthmus.importing.Importer;
import isthmus.importing.Reading;
import isthmus.importing.jobs.ImportStatus.Proposal;
import isthmus.importing.jobs.ImportStatus.Question;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One import: its files, what was found out of them, and what the person says. Its status may be asked for on any thread;
 * what takes long is done on the imports' thread, and on no other.
 */
final class ModelImport {
    private static final Logger LOG = LoggerFactory.getLogger(ModelImport.class);
    private static final Question GIVEN_UP = new Question(
            Failure.Kind.BUSY.name(),
            Failure.busy("the import", "somebody who waits for it", "it given up")
                    .getMessage(),
            List.of());
    private static final int SHOWN = 8; // images with their reconstructions

    final ClientAddress client;
    final IncomingFiles files;
    private final Path models;
    private final PictureLimits limits;
    private volatile ImportStatus status;
    private volatile boolean unwanted;
    private volatile boolean received;
    private volatile long asked = System.nanoTime(); // when somebody last asked about it
    private volatile long end = Long.MAX_VALUE; // by System.nanoTime, of what runs; MAX_VALUE where nothing does
    private volatile Map<String, float[]> shown = Map.of(); // (SHOWN, channels, height, width) by what it is
    private volatile Proposal proposal; // null while there is none

    // On the imports' thread alone.
    private ImportSource source;
    private StatedReading stated = StatedReading.NOTHING;
    private Importer importer; // open while its findings may be written
    private Comparison comparison; // null where nothing was measured
    private Importer.Found best;
    private ProofImages images;

    ModelImport(String id, ClientAddress client, IncomingFiles files, Path models, PictureLimits limits) {
        this.client = client;
        this.files = files;
        this.models = models;
        this.limits = limits;
        status = new ImportStatus(id, ImportStatus.WAITING, null, List.of(), 0, List.of(), null, null, null);
    }

    ImportStatus status() {
        return status;
    }

    /** Counts the files that have come by now. */
    void received() {
        ImportStatus now = status;
        status = new ImportStatus(
                now.id(),
                now.state(),
                now.step(),
                files.names(),
                files.count(),
                now.remarks(),
                now.question(),
                now.proposal(),
                null);
    }

    void touch() {
        asked = System.nanoTime();
    }

    /** Seconds since somebody asked about it. */
    long idleSeconds() {
        return (System.nanoTime() - asked) / 1_000_000_000;
    }

    /** Whether nothing runs, so that the person may say something. */
    boolean isStill() {
        return status.state().equals(ImportStatus.ASKING) || status.state().equals(ImportStatus.DECIDING);
    }

    /** Has what runs end soon. */
    void leave() {
        unwanted = true;
    }

    /** All files have come. */
    void receive() {
        received = true;
    }

    boolean isReceived() {
        return received;
    }

    /** How it stood when it ended. */
    ImportStatus ended() {
        return status.isOver() ? status : status.refused(GIVEN_UP);
    }

    /** From now on something is to run. */
    void run(int seconds, ImportStep step) {
        status = status.running(word(step));
        end = System.nanoTime() + seconds * 1_000_000_000L;
    }

    private void at(ImportStep step) {
        if (unwanted || System.nanoTime() - end > 0) {
            throw new CancellationException();
        }
        if (!word(step).equals(status.step())) {
            status = status.running(word(step));
        }
    }

    private static String word(ImportStep step) {
        return step.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Tries to read the files; on the imports' thread.
     *
     * @param said null for what was said before
     */
    void attempt(StatedReading said) {
        stated = said == null ? stated : said;
        guarded(() -> {
            closeImporter();
            at(ImportStep.FILES);
            if (source == null) {
                source = files.source();
                status = status.with(
                        files.count(),
                        source.remarks().stream().map(files::plain).toList());
            }
            try {
                importer = new Importer(source, stated.checked(), files.copies(), this::at);
                measure();
            } catch (Failure e) {
                closeImporter();
                ask(e);
            }
        });
    }

    private void measure() throws IOException {
        proposal = null;
        comparison = null;
        images = null;
        if (files.count() >= Importer.FEWEST) {
            images = ProofImages.read(files.pictures(), limits, importer::shape);
        } else {
            source.images(stated.checked())
                    .filter(own -> own.count() >= Importer.FEWEST)
                    .ifPresent(own -> images = ProofImages.of(own.shape(), own.values()));
        }
        if (images == null) {
            best = importer.unproven();
            propose(best.reading(), 0, null);
            return;
        }
        comparison = importer.compare(images.shape(), images.values());
        Map<String, float[]> pictures = new HashMap<>();
        int count = Math.min(SHOWN, images.count());
        pictures.put(
                "originals",
                Arrays.copyOf(images.values(), count * images.shape().size()));
        pictures.put("best", importer.reconstructions(comparison, comparison.best(), count));
        comparison
                .second()
                .ifPresent(second -> pictures.put("second", importer.reconstructions(comparison, second, count)));
        best = importer.found(comparison, comparison.best());
        shown = Map.copyOf(pictures);
        propose(comparison.best(), best.images(), comparison);
    }

    private void propose(Reading reading, int measured, Comparison compared) {
        Shape shape = reading.shape();
        boolean both = compared != null && compared.margin() != null;
        proposal = new Proposal(
                List.of(shape.channels(), shape.height(), shape.width()),
                best.dim(),
                measured,
                compared == null ? 0 : Math.min(SHOWN, images.count()),
                reading.toString(),
                both ? compared.second().orElseThrow().toString() : null,
                both ? compared.margin().nats() : null,
                both ? compared.margin().error() : null,
                compared == null
                        ? null
                        : compared.undecided().map(Failure::getMessage).orElse(null));
        status = status.deciding(proposal);
    }

    /** Asks for what the failure's sentence names; a failure that asks for nothing ends the import. */
    private void ask(Failure failure) {
        List<String> options = new ArrayList<>();
        for (String option : StatedReading.OPTIONS) {
            if (Pattern.compile("--" + option + "\\b")
                    .matcher(failure.getMessage())
                    .find()) {
                options.add(option.equals("latent-dim") ? "latentDim" : option);
            }
        }
        if (failure.getMessage().contains("--data") || failure.getMessage().contains("bring ")) {
            options.add("images");
        }
        Question question = question(failure, options);
        status = options.isEmpty() ? status.refused(question) : status.asking(question);
    }

    private Question question(Failure failure, List<String> options) {
        return new Question(failure.kind().name(), files.plain(failure.getMessage()), options);
    }

    /** Refuses at once what cannot be written; on any thread. */
    ImportedModel checked(ImportDecision decision) {
        if (decision.reading() == ImportDecision.Choice.SECOND && (proposal == null || proposal.second() == null)) {
            throw Failure.badInput("reading", "best, for there is no other", "second");
        }
        String id = decision.id() == null ? "" : decision.id();
        var model = new ImportedModel(
                id,
                decision.title() == null || decision.title().isBlank() ? id : decision.title(),
                decision.description(),
                stated.itsKind(),
                images != null && images.isBrightFigure(),
                images == null ? DataFit.UNKNOWN : images.fit(),
                files.names());
        try {
            model.folder(models, decision.mayReplace());
        } catch (Failure e) {
            throw Failure.badInput("id", e.expected(), e.found().isEmpty() ? "none" : e.found())
                    .hint("choose another");
        }
        return model;
    }

    /**
     * Writes the model; on the imports' thread.
     *
     * @param written called once it is there
     */
    void write(ImportDecision decision, Runnable written) {
        guarded(() -> {
            try {
                Importer.Found found = decision.isSecond()
                        ? importer.found(comparison, comparison.second().orElseThrow())
                        : best;
                at(ImportStep.WRITING);
                checked(decision).write(models, importer, found, decision.mayReplace());
                makeMap(models.resolve(decision.id()));
                written.run();
                status = status.done(decision.id());
            } catch (Failure e) {
                List<String> remarks = new ArrayList<>(status.remarks());
                remarks.add(files.plain(e.getMessage()));
                status = status.with(files.count(), remarks).deciding(proposal);
            }
        });
    }

    /** The images that proved the model become its map; without one it is a model all the same. */
    private void makeMap(Path folder) throws IOException {
        if (images == null) {
            return;
        }
        try {
            PictureMap.write(folder, images, done -> at(ImportStep.WRITING));
        } catch (Failure | CancellationException e) {
            LOG.warn("the images of an import did not become its map: {}", e.toString());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void guarded(Work work) {
        try {
            work.run();
        } catch (CancellationException e) {
            Failure longer = Failure.tooLarge("the import", "one that ends in time", "a longer one")
                    .hint("import it on the command line");
            status = status.refused(unwanted ? GIVEN_UP : question(longer, List.of()));
        } catch (Failure e) {
            status = status.refused(question(e, List.of()));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            LOG.error("an import met a defect", e);
            status = status.refused(question(
                    Failure.modelFailed("the import", "files that can be read", "a defect, which is in the log"),
                    List.of()));
        } finally {
            end = Long.MAX_VALUE;
        }
    }

    /**
     * One of the images to look at.
     *
     * @param of originals, best or second
     */
    byte[] png(String of, int at) {
        float[] all = shown.get(of);
        Proposal now = proposal;
        if (all == null || now == null || at < 0 || at >= now.shown()) {
            throw Failure.notFound("", "an image of the proposal", "%s %d".formatted(of, at));
        }
        Shape shape =
                new Shape(now.shape().get(0), now.shape().get(1), now.shape().get(2));
        return Png.of(Pixels.of(shape, all, at * shape.size()), 1);
    }

    private void closeImporter() {
        if (importer != null) {
            importer.close();
            importer = null;
        }
    }

    /** Gives back what it holds; on the imports' thread. */
    void close() {
        closeImporter();
        shown = Map.of();
    }
}
