package isthmus.columns;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.latent.Plane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * An atlas of any number of rows: columns that the system maps, an index of neighbours, and for each plane that was asked for
 * its points in an order that tiles can be read off. As it was when it was opened. Any thread.
 */
public final class ColumnAtlas {
    /** The folder of it, within that of the model. */
    public static final String FOLDER = "atlas";

    private static final String PLANES = "planes";
    private static final int MOST_PLANES = 8; // kept on the disk, those asked for last
    private static final int SCAN = 1 << 14; // rows that one thread looks at

    private final Path folder;
    private final Manifest manifest;
    private final MappedColumn mu;
    private final ColumnReader allMu; // the same
    private final MappedColumn logvar; // null where posteriors have no variance
    private final MappedColumn label; // null where there are none
    private final Map<String, MappedColumn> columns = new HashMap<>();
    private final Map<String, TextColumn> texts = new HashMap<>();
    private final List<NeighbourCells> cells = new ArrayList<>();
    private final Map<String, CompletableFuture<PlanePoints>> planes = new ConcurrentHashMap<>();
    private final Semaphore building = new Semaphore(1);

    private ColumnAtlas(Path folder, Manifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
        Path place = folder.resolve(manifest.folder());
        long count = manifest.count();
        mu = MappedColumn.open(place.resolve("mu.npy"), ColumnType.F4, count, manifest.dim());
        allMu = mu.reader();
        logvar = manifest.logvar()
                ? MappedColumn.open(place.resolve("logvar.npy"), ColumnType.F4, count, manifest.dim())
                : null;
        label = manifest.labels().isEmpty()
                ? null
                : MappedColumn.open(place.resolve("label.npy"), ColumnType.U1, count, 1);
        for (Manifest.Column column : manifest.columns()) {
            Path file = place.resolve(column.name() + ".npy");
            columns.put(column.name(), MappedColumn.open(file, column.type(), count, 1));
        }
        for (String text : manifest.texts()) {
            texts.put(text, TextColumn.open(place, text, count));
        }
        for (Manifest.Cells part : manifest.neighbours()) {
            cells.add(NeighbourCells.open(allMu, part, folder.resolve(part.folder())));
        }
    }

    /**
     * Opens what is there; null for nothing.
     *
     * @param folder of the atlas
     * @param encoder sha256 of the encoder whose codes are expected
     */
    public static ColumnAtlas open(Path folder, int dim, String encoder) {
        Manifest manifest = Manifest.read(folder);
        if (manifest == null) {
            return null;
        }
        if (manifest.dim() != dim || !manifest.encoder().equals(encoder)) {
            throw Failure.badInput(
                            folder.toString(),
                            "codes of the model's encoder, of %d numbers".formatted(dim),
                            "those of another")
                    .hint("'isthmus atlas' makes it anew once the folder is deleted");
        }
        return new ColumnAtlas(folder, manifest);
    }

    /** Rows. */
    public long count() {
        return manifest.count();
    }

    public int dim() {
        return manifest.dim();
    }

    /** The names of the labels; empty where there are none. */
    public List<String> labels() {
        return manifest.labels();
    }

    /** The names of columns of numbers. */
    public List<String> columns() {
        return manifest.columns().stream().map(Manifest.Column::name).toList();
    }

    public List<String> texts() {
        return manifest.texts();
    }

    /** Rows that the index of neighbours has; the others are looked through. */
    public long indexed() {
        return manifest.indexed();
    }

    /** Where the images of rows lie. */
    List<Manifest.Images> images() {
        return manifest.images();
    }

    public MappedColumn mu() {
        return mu;
    }

    /** Null where posteriors have no variance. */
    public MappedColumn logvar() {
        return logvar;
    }

    MappedColumn label() {
        return label;
    }

    /** The label of each of some rows; empty where there are none. */
    public List<String> labelsOf(long... rows) {
        return label == null
                ? List.of()
                : LongStream.of(rows)
                        .mapToObj(row -> labels().get(label.byteAt(row)))
                        .toList();
    }

    public MappedColumn column(String name) {
        MappedColumn column = columns.get(name);
        if (column == null) {
            throw Failure.notFound("column", "one of " + String.join(", ", columns()), name);
        }
        return column;
    }

    public TextColumn text(String name) {
        TextColumn text = texts.get(name);
        if (text == null) {
            throw Failure.notFound("text", "one of " + String.join(", ", texts()), name);
        }
        return text;
    }

    /** The mean of a row. */
    public float[] code(long row) {
        if (row < 0 || row >= count()) {
            throw Failure.badInput("row", "0 to " + (count() - 1), row);
        }
        float[] code = new float[dim()];
        mu.floats(row * dim(), code, code.length);
        return code;
    }

    /** A row and its distance from a code. */
    public record Neighbour(long row, double distance) {}

    /**
     * The nearest rows, nearest first: by the index where it has them, which may miss one in some dozens, and by looking at
     * each of the others.
     */
    public List<Neighbour> nearest(float[] code, int k) {
        if (code.length != dim() || k < 1) {
            throw Failure.badInput(
                    "", "a code of %d numbers and 1 or more rows".formatted(dim()), code.length + ", " + k);
        }
        Nearest found = new Nearest((int) Math.min(k, count()));
        for (NeighbourCells part : cells) {
            part.nearest(code, k).forEach(near -> found.add(near.row(), near.square()));
        }
        return found.add(scanned(code, k, indexed())).all().stream()
                .map(near -> new Neighbour(near.row(), Math.sqrt(near.square())))
                .toList();
    }

    /** The nearest of the rows from one on, by looking at each. */
    Nearest scanned(float[] code, int k, long from) {
        int most = (int) Math.min(k, count());
        int parts = Math.toIntExact((count() - from + SCAN - 1) / SCAN);
        return IntStream.range(0, parts)
                .parallel()
                .mapToObj(part -> {
                    long start = from + (long) part * SCAN;
                    int rows = (int) Math.min(SCAN, count() - start);
                    float[] codes = new float[rows * dim()];
                    allMu.floats(start * dim(), codes, codes.length);
                    Nearest found = new Nearest(most);
                    look(codes, rows, code, 0, dim(), start, found);
                    return found;
                })
                .collect(() -> new Nearest(most), Nearest::add, Nearest::add);
    }

    /**
     * Looks at each of some codes.
     *
     * @param codes (rows, dim)
     * @param wanted has the code whose neighbours are wanted, from a place on
     * @param start number of the first row
     */
    static void look(float[] codes, int rows, float[] wanted, int at, int dim, long start, Nearest found) {
        double limit = found.limit();
        for (int row = 0; row < rows; row++) {
            double square = 0;
            for (int d = 0; d < dim && square <= limit; d++) {
                double offset = (double) codes[row * dim + d] - wanted[at + d];
                square += offset * offset;
            }
            if (square <= limit) {
                found.add(start + row, square);
                limit = found.limit();
            }
        }
    }

    /**
     * Builds the index of the rows that have none yet, and anew of parts that are no larger, so that parts stay few. What is
     * there is in use until another is written.
     *
     * @param progress told what share is done
     * @param going false where it is to end
     */
    public static void index(Path folder, int dim, String encoder, DoubleConsumer progress, BooleanSupplier going)
            throws IOException {
        ColumnImport.removeRests(folder);
        ColumnAtlas atlas = open(folder, dim, encoder);
        List<Manifest.Cells> parts = new ArrayList<>(atlas.manifest.neighbours());
        long all = atlas.count();
        for (long first = atlas.indexed(); first < all && going.getAsBoolean(); ) {
            while (!parts.isEmpty()
                    && parts.get(parts.size() - 1).count() <= all - first
                    && parts.get(parts.size() - 1).count() < CellBuilder.MOST_ROWS) {
                first = parts.remove(parts.size() - 1).first();
            }
            long start = first;
            int count = (int) Math.min(CellBuilder.MOST_ROWS, all - first);
            String name = "neighbours-%d-%d".formatted(first, count);
            Path fresh = Files.createTempDirectory(folder, ColumnImport.NEW);
            try {
                parts.add(new CellBuilder(
                                atlas.allMu, first, count, done -> progress.accept((start + done * count) / all))
                        .build(fresh, name));
                WholeFile.rename(fresh, folder.resolve(name));
            } finally {
                if (Files.exists(fresh)) {
                    ColumnImport.delete(fresh);
                }
            }
            atlas.manifest.with(parts).write(folder);
            first += count;
            progress.accept((double) first / all);
        }
        ColumnImport.removeRests(folder);
    }

    /** A plane's points, if they are there at once. */
    public PlanePoints ready(Plane plane) {
        CompletableFuture<PlanePoints> there = planes.get(PlanePoints.key(plane));
        if (there != null) {
            return there.isDone() && !there.isCompletedExceptionally() ? there.join() : null;
        }
        Path kept = kept(plane);
        return Files.isDirectory(kept) ? points(plane, share -> {}) : null;
    }

    private Path kept(Plane plane) {
        return folder.resolve(manifest.folder()).resolve(PLANES).resolve(PlanePoints.key(plane));
    }

    /**
     * A plane's points, which are built where nobody has asked for them yet. Others that ask for it meanwhile wait; who asks
     * for another plane that has to be built is refused as BUSY. A few planes are kept; the one asked for longest ago goes.
     *
     * @param progress told what share is done
     */
    public PlanePoints points(Plane plane, DoubleConsumer progress) {
        String key = PlanePoints.key(plane);
        CompletableFuture<PlanePoints> own = new CompletableFuture<>();
        CompletableFuture<PlanePoints> there = planes.putIfAbsent(key, own);
        if (there != null) {
            return joined(there);
        }
        try {
            own.complete(built(plane, progress));
        } catch (IOException | RuntimeException e) {
            planes.remove(key, own);
            own.completeExceptionally(
                    e instanceof Failure
                            ? e
                            : Failure.modelFailed("plane", "to put its points in order", e)
                                    .causedBy(e));
        }
        return joined(own);
    }

    private static PlanePoints joined(CompletableFuture<PlanePoints> points) {
        try {
            return points.join();
        } catch (java.util.concurrent.CompletionException | CancellationException e) {
            if (Failure.unwrapped(e) instanceof Failure failure) {
                throw failure;
            }
            throw e;
        }
    }

    private PlanePoints built(Plane plane, DoubleConsumer progress) throws IOException {
        Path kept = kept(plane);
        if (!Files.isDirectory(kept)) {
            if (!building.tryAcquire()) {
                throw Failure.busy(
                        "plane", "a plane whose points are in order", "another one, while one is being put in order");
            }
            try {
                build(plane, kept, progress);
            } finally {
                building.release();
            }
        }
        Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
        return PlanePoints.open(this, kept);
    }

    private void build(Plane plane, Path kept, DoubleConsumer progress) throws IOException {
        Files.createDirectories(kept.getParent());
        forget(kept.getParent());
        Path fresh = Files.createTempDirectory(kept.getParent(), ".new");
        try {
            ZOrder order = new PyramidBuilder(allMu, label, plane, fresh, progress).build();
            PlanePoints.write(this, fresh, order);
            WholeFile.rename(fresh, kept);
        } finally {
            if (Files.exists(fresh)) {
                ColumnImport.delete(fresh);
            }
        }
    }

    /** Makes room for one more. Who has a plane that goes can use it on, for its files are mapped. */
    private void forget(Path all) throws IOException {
        List<Path> there;
        try (Stream<Path> folders = Files.list(all)) {
            there = folders.sorted(
                            Comparator.comparing(folder -> folder.toFile().lastModified()))
                    .toList();
        }
        for (Path old : there.subList(0, Math.max(0, there.size() - MOST_PLANES + 1))) {
            planes.remove(old.getFileName().toString());
            ColumnImport.delete(old);
        }
    }
}
