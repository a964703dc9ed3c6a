package isthmus.train.jobs;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSets;
import isthmus.data.Holding;
import isthmus.train.Recipe;
import isthmus.train.TrainingMethod;
import isthmus.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The trainings of a server: two at a time, each in a process of its own with a bounded heap and at a lower priority, which
 * ends with the server. What it has done up to its last whole epoch lies in {@code .trainings/ID} of the folder of models
 * until it is done or given up, so that it may be gone on with. Any thread.
 */
public final class Trainings implements AutoCloseable {
    /** Below the folder of models, which passes over what begins with a dot. */
    public static final String FOLDER = ".trainings";

    /** The networks at the last step that was shown, in the folder of a training. */
    public static final String LIVE = "live.npz";

    /** What was recorded of a training up to its last step that was shown, in its folder. */
    private static final String HISTORY = "history.npz";

    public static final String RECIPE = "recipe.json";

    private static final String FIRST = "digits-minute.json"; // beside this class
    private static final String DATA = "mnist";
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte.gz";
    private static final String HEAP = "-Xmx1g";
    private static final List<String> ORDERS = List.of("pause", "run", "step", "stop");
    private static final List<String> PASSED_ON = List.of("isthmus.threads", "ai.djl.pytorch.num_threads");
    private static final int MOST = 2; // trainings at a time
    private static final int WIDEST = 2048; // units of a layer
    private static final int MOST_DIMENSIONS = 64;
    private static final int LARGEST_BATCH = 1000;

    private final Path models;
    private final Path data;
    private final Runnable changed;
    private final Map<String, TrainingProcess> known = new LinkedHashMap<>(); // by id, begun last at the end

    /**
     * @param data where known data sets are looked for first, or null
     * @param changed called when a model has another version
     */
    public Trainings(Path models, Path data, Runnable changed) {
        this.models = models;
        this.data = data;
        this.changed = changed;
    }

    /**
     * The recipe that is offered first.
     *
     * @param text of the recipe, of the images that are on this machine
     * @param whole whether these are the training images, and not the test images in their place
     */
    public record FirstRecipe(String text, boolean whole) {}

    /** The recipe that is offered first. */
    public FirstRecipe first() {
        String text;
        try (InputStream in = Trainings.class.getResourceAsStream(FIRST)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Holding mnist = DataSets.holdings(DataFolders.of(data, models)).stream()
                .filter(one -> one.name().equals(DATA))
                .findFirst()
                .orElseThrow();
        boolean whole = mnist.part() == DataPart.ALL || mnist.part() == DataPart.TRAIN;
        String shipped = mnist.folders().stream()
                .map(folder -> folder.resolve(TEST_IMAGES))
                .filter(Files::exists)
                .findFirst()
                .map(file -> file.toAbsolutePath().normalize().toString())
                .orElse(DATA);
        return new FirstRecipe(
                whole
                        ? text
                        : text.replace('"' + DATA + '"', new String(Json.of(shipped), StandardCharsets.UTF_8).strip()),
                whole);
    }

    /** Begins a training by the text of a recipe, whose id no model may have. */
    public synchronized TrainingStatus begin(String text) throws IOException {
        checkFree();
        Recipe recipe = checked(Recipe.parse(text));
        Path work = work(recipe.id());
        if (Files.exists(work) && !left().contains(recipe.id())) {
            remove(work); // of one that was ended before its first checkpoint
        }
        if (Files.exists(models.resolve(recipe.id())) || Files.exists(work)) {
            throw Failure.badInput("id", "one that no model has", recipe.id()).hint("choose another");
        }
        Files.createDirectories(work);
        WholeFile.write(work.resolve(RECIPE), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        return start(recipe.id(), false);
    }

    /** Goes on with one that was ended, after its last whole epoch. */
    public synchronized TrainingStatus resume(String id) throws IOException {
        checkFree();
        if (!left().contains(id)) {
            throw Failure.notFound("", "a training that was ended and may be gone on with", id);
        }
        return start(id, true);
    }

    private void checkFree() {
        List<String> running = known.values().stream()
                .filter(TrainingProcess::isAlive)
                .map(TrainingProcess::id)
                .toList();
        if (running.size() >= MOST) {
            throw Failure.busy("the training", "at most %d at a time".formatted(MOST), String.join(" and ", running))
                    .hint("stop one of them first");
        }
    }

    private static Recipe checked(Recipe recipe) {
        if (recipe.method() != TrainingMethod.Name.AEVB) {
            throw Failure.badInput("method", "aevb", recipe.method()).hint("train it on the command line");
        }
        atMost("latent", MOST_DIMENSIONS, recipe.latent());
        atMost("batch", LARGEST_BATCH, recipe.batch());
        Stream.of(recipe.encoder(), recipe.decoder())
                .flatMap(network -> Stream.concat(network.dense().stream(), network.channels().stream()))
                .forEach(units -> atMost("units of a layer", WIDEST, units));
        return recipe;
    }

    private static void atMost(String what, int most, int found) {
        if (found > most) {
            throw Failure.tooLarge(what, "at most " + most + " in the page", found)
                    .hint("train it on the command line");
        }
    }

    private TrainingStatus start(String id, boolean resume) throws IOException {
        List<String> java = new ArrayList<>(List.of(HEAP, "-XX:+UseSerialGC"));
        PASSED_ON.stream()
                .filter(name -> System.getProperty(name) != null)
                .forEach(name -> java.add("-D" + name + "=" + System.getProperty(name)));
        int threads =
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2 / MOST); // half of them for whoever looks
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                work(id).resolve(RECIPE).toString(),
                "--models",
                models.toString(),
                "--threads",
                Integer.toString(threads),
                "--watched"));
        if (data != null) {
            arguments.addAll(List.of("--data", data.toString()));
        }
        if (resume) {
            arguments.add("--resume");
        }
        forgetOne();
        TrainingProcess begun = new TrainingProcess(id, java, arguments, this::published);
        known.put(id, begun);
        return begun.status();
    }

    /** Of those that are over the one that was begun first, where there would be too many. */
    private void forgetOne() {
        if (known.size() >= MOST) {
            known.values().stream()
                    .filter(one -> !one.isAlive())
                    .findFirst()
                    .map(TrainingProcess::id)
                    .ifPresent(known::remove);
        }
    }

    private void published() {
        changed.run();
    }

    private Path work(String id) {
        return models.resolve(FOLDER).resolve(id);
    }

    /** How those stand that go on, and those that did last: two in all. */
    public synchronized List<TrainingStatus> statuses() {
        return known.values().stream().map(TrainingProcess::status).toList();
    }

    /** The same, of this id. */
    public synchronized TrainingStatus status(String id) {
        return one(id).status();
    }

    private TrainingProcess one(String id) {
        TrainingProcess found = known.get(id);
        if (found == null) {
            throw Failure.notFound("", "a training that goes on", id);
        }
        return found;
    }

    private boolean isRunning(String id) {
        TrainingProcess found = known.get(id);
        return found != null && found.isAlive();
    }

    /** Tells it to pause, run, step or stop. */
    public synchronized TrainingStatus order(String id, String word) {
        if (!ORDERS.contains(word)) {
            throw Failure.notFound("", "one of " + String.join(", ", ORDERS), word);
        }
        TrainingProcess found = one(id);
        found.order(word);
        return found.status();
    }

    /** The networks at the last step that was shown, as a history of one snapshot; null before the first. */
    public byte[] live(String id) throws IOException {
        return file(id, LIVE);
    }

    /** The same at the steps that were recorded up to then, for whoever comes later; null before the first. */
    public byte[] history(String id) throws IOException {
        return file(id, HISTORY);
    }

    /** The text of a recipe that is trained by, or was last. */
    public byte[] recipe(String id) throws IOException {
        return file(id, RECIPE);
    }

    private byte[] file(String id, String name) throws IOException {
        synchronized (this) {
            one(id);
        }
        try {
            return Files.readAllBytes(work(id).resolve(name));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Ids of trainings that were ended before they were done, and have a checkpoint to go on from. */
    public synchronized List<String> left() throws IOException {
        Path all = models.resolve(FOLDER);
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(all)) {
            return folders.filter(
                            one -> Files.exists(one.resolve("checkpoint.bin")) && Files.exists(one.resolve(RECIPE)))
                    .map(one -> one.getFileName().toString())
                    .filter(id -> !isRunning(id))
                    .sorted()
                    .toList();
        }
    }

    /** Ends a training where it goes on, and removes what it made, its model too. */
    public synchronized void discard(String id) throws IOException {
        TrainingProcess found = known.get(id);
        if (found == null && !left().contains(id)) {
            throw Failure.notFound("", "a training", id);
        }
        if (found != null) {
            found.kill();
            known.remove(id);
        }
        remove(work(id));
        remove(models.resolve(id));
        changed.run();
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }

    /** Ends the trainings that go on; they may be gone on with. */
    @Override
    public synchronized void close() {
        known.values().forEach(TrainingProcess::kill);
    }
}
