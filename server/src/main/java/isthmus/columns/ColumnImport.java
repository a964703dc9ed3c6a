package isthmus.columns;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.data.ImageSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Writes the columns of an atlas from Parquet, after those that are there already. Nothing that is in use changes until all is
 * on the disk. One thread.
 */
public final class ColumnImport {
    private static final String MU = "mu";
    private static final String LOGVAR = "logvar";
    private static final String LABEL = "label";
    private static final int LABELS = 256; // a label is a byte
    private static final String UNLABELLED = "unlabelled"; // what rows without one are called beside others
    static final String NEW = ".new"; // begins the name of what is not in use yet

    private final Path atlas;
    private final Manifest before; // null for none
    private final int dim;
    private final String encoder;
    private final ImageSource images; // null where it is not known
    private final List<String> numbers = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final Map<String, ColumnType> types = new LinkedHashMap<>();
    private final Map<String, Integer> labels = new LinkedHashMap<>();
    private ParquetRows.Kind labelKind; // null for none
    private boolean logvar;
    private long rows; // of all files
    private long left; // without a code

    /** What was written: rows in all, those added, those left out for want of a code, and the columns. */
    public record Written(long count, long added, long left, List<String> columns) {}

    /**
     * @param atlas folder of the atlas; need not exist
     * @param encoder sha256 of the model's encoder
     * @param inputs Parquet files, or folders of them
     * @param images where those lie that the rows were encoded from; null where it is not known
     */
    public ColumnImport(Path atlas, int dim, String encoder, List<Path> inputs, ImageSource images) throws IOException {
        this.atlas = atlas;
        this.dim = dim;
        this.encoder = encoder;
        this.images = images;
        before = Manifest.read(atlas);
        if (before != null && !before.encoder().equals(encoder)) {
            throw Failure.badInput(atlas.toString(), "codes of the model's encoder", "those of another")
                    .hint("delete the folder to begin anew");
        }
        for (Path input : inputs) {
            files.addAll(parquet(input));
        }
        for (Path file : files) {
            try (ParquetRows parquet = new ParquetRows(file)) {
                look(file, parquet);
                rows += parquet.rows();
            }
        }
        if (before != null) {
            before.labels().forEach(label -> labels.put(label, labels.size()));
        }
        ColumnImages.checkAddressed(images, numbers, texts);
    }

    private static List<Path> parquet(Path input) throws IOException {
        if (!Files.isDirectory(input)) {
            return List.of(input);
        }
        try (Stream<Path> walk = Files.walk(input)) {
            List<Path> found = walk.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches("[^._].*\\.parquet"))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
            if (found.isEmpty()) {
                throw Failure.notFound(input.toString(), "Parquet files in the folder", "none");
            }
            return found;
        }
    }

    /** Rows that the inputs have. */
    public long rows() {
        return rows;
    }

    /** What columns a file has: the first one's are those of all, and those of the atlas that is there. */
    private void look(Path file, ParquetRows parquet) {
        Map<String, ParquetRows.Kind> found = new TreeMap<>();
        for (String name : parquet.names()) {
            parquet.kind(name).ifPresent(kind -> found.put(name, kind));
        }
        if (found.get(MU) != ParquetRows.Kind.LIST) {
            throw Failure.badInput(
                    file.toString(), "a column mu of lists of numbers", String.join(", ", parquet.names()));
        }
        boolean first = numbers.isEmpty() && types.isEmpty();
        if (first) {
            logvar = found.get(LOGVAR) == ParquetRows.Kind.LIST;
            labelKind = found.get(LABEL) == ParquetRows.Kind.LIST ? null : found.get(LABEL);
            found.forEach((name, kind) -> {
                if (name.equals(LABEL) || name.equals("error") || !name.matches("[A-Za-z0-9_ -]{1,64}")) {
                    return;
                }
                if (kind == ParquetRows.Kind.NUMBER || kind == ParquetRows.Kind.INTEGER) {
                    numbers.add(name);
                    types.put(name, name.equals(ColumnImages.ROW) ? ColumnType.I8 : ColumnType.F4);
                } else if (kind == ParquetRows.Kind.TEXT) {
                    texts.add(name);
                }
            });
            if (before != null
                    && !(before.columns().equals(columns())
                            && before.texts().equals(texts)
                            && before.logvar() == logvar
                            && before.dim() == dim)) {
                throw Failure.badInput(
                        file.toString(),
                        "the columns of the atlas that rows are added to: %s %s"
                                .formatted(before.columns(), before.texts()),
                        "%s %s".formatted(columns(), texts));
            }
            return;
        }
        List<String> missing = Stream.concat(numbers.stream(), texts.stream())
                .filter(name -> !found.containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw Failure.badInput(file.toString(), "the columns of the first file", "none called " + missing);
        }
    }

    private List<Manifest.Column> columns() {
        return numbers.stream()
                .map(name -> new Manifest.Column(name, types.get(name)))
                .toList();
    }

    /** @param progress told how many rows are read */
    public Written write(LongConsumer progress) throws IOException {
        Files.createDirectories(atlas);
        removeRests(atlas);
        Path fresh = Files.createDirectory(
                atlas.resolve(NEW + ProcessHandle.current().pid()));
        Map<String, ColumnWriter> writers = new TreeMap<>();
        try {
            open(fresh, writers);
            long done = 0;
            for (Path file : files) {
                done = read(file, writers, done, progress);
            }
        } finally {
            for (ColumnWriter writer : writers.values()) {
                writer.close();
            }
        }
        long count = writers.get(MU).rows();
        long old = before == null ? 0 : before.count();
        if (count == 0) {
            throw Failure.badInput(files.toString(), "rows with codes", "none");
        }
        String folder = "columns-%016x"
                .formatted(new SecureRandom().nextLong()); // another one than any before, also one deleted
        WholeFile.rename(fresh, atlas.resolve(folder));
        Manifest now = new Manifest(
                folder,
                count,
                dim,
                logvar,
                encoder,
                columns(),
                texts,
                labels.keySet().equals(Set.of(UNLABELLED)) ? List.of() : List.copyOf(labels.keySet()),
                left + (before == null ? 0 : before.left()),
                before == null ? List.of() : before.neighbours(),
                Manifest.Images.with(before, images));
        now.write(atlas);
        removeRests(atlas);
        return new Written(
                count,
                count - old,
                left,
                Stream.concat(numbers.stream(), texts.stream()).toList());
    }

    /** Deletes what processes that were killed left, and columns that are not in use. */
    static void removeRests(Path atlas) throws IOException {
        Manifest now = Manifest.read(atlas);
        try (Stream<Path> all = Files.list(atlas)) {
            for (Path one : all.toList()) {
                String name = one.getFileName().toString();
                boolean used = now != null
                        && (name.equals(now.folder())
                                || now.neighbours().stream()
                                        .anyMatch(part -> part.folder().equals(name)));
                if (!name.equals(Manifest.FILE) && !used) {
                    delete(one);
                }
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path one : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }

    private void open(Path folder, Map<String, ColumnWriter> writers) throws IOException {
        add(folder, writers, MU, ColumnType.F4, dim);
        if (logvar) {
            add(folder, writers, LOGVAR, ColumnType.F4, dim);
        }
        addLabels(folder, writers);
        for (String name : numbers) {
            add(folder, writers, name, types.get(name), 1);
        }
        for (String name : texts) {
            addText(folder, writers, name);
        }
    }

    private void add(Path folder, Map<String, ColumnWriter> writers, String name, ColumnType type, int width)
            throws IOException {
        ColumnWriter writer = new ColumnWriter(folder.resolve(name + ".npy"), type, width);
        writers.put(name, writer);
        if (before != null) {
            writer.copy(atlas.resolve(before.folder()).resolve(name + ".npy"), before.count());
        }
    }

    private void addLabels(Path folder, Map<String, ColumnWriter> writers) throws IOException {
        if (before == null || !before.labels().isEmpty()) {
            add(folder, writers, LABEL, ColumnType.U1, 1);
            return;
        }
        ColumnWriter writer = new ColumnWriter(folder.resolve(LABEL + ".npy"), ColumnType.U1, 1);
        writers.put(LABEL, writer);
        for (long row = 0; row < before.count(); row++) {
            writer.add((double) labelled(UNLABELLED));
        }
    }

    /** A text is its bytes, and where each row's end. */
    private void addText(Path folder, Map<String, ColumnWriter> writers, String name) throws IOException {
        add(folder, writers, name + TextColumn.ENDS, ColumnType.I8, 1);
        ColumnWriter bytes = new ColumnWriter(folder.resolve(name + ".npy"), ColumnType.U1, 1);
        writers.put(name, bytes);
        if (before != null) {
            TextColumn old = TextColumn.open(atlas.resolve(before.folder()), name, before.count());
            bytes.copy(atlas.resolve(before.folder()).resolve(name + ".npy"), old.bytes());
        }
    }

    private long read(Path file, Map<String, ColumnWriter> writers, long before, LongConsumer progress)
            throws IOException {
        long done = before;
        try (ParquetRows parquet = new ParquetRows(file)) {
            List<String> selected = new ArrayList<>(List.of(MU));
            if (logvar) {
                selected.add(LOGVAR);
            }
            if (labelKind != null) {
                selected.add(LABEL);
            }
            selected.addAll(numbers);
            selected.addAll(texts);
            parquet.select(selected);
            for (int size = parquet.next(); size > 0; size = parquet.next()) {
                group(parquet, new boolean[size], writers);
                done += size;
                progress.accept(done);
            }
        } catch (Failure e) {
            throw e.where().startsWith(file.toString()) ? e : e.at(file.toString());
        }
        return done;
    }

    private void group(ParquetRows parquet, boolean[] coded, Map<String, ColumnWriter> writers) throws IOException {
        parquet.lists(MU, dim, (row, list) -> {
            coded[row] = list != null;
            if (list == null) {
                left++;
                return;
            }
            for (float number : list) {
                if (!Float.isFinite(number)) {
                    throw Failure.badInput(MU, "finite numbers", number);
                }
                writers.get(MU).add(number);
            }
        });
        if (logvar) {
            parquet.lists(LOGVAR, dim, (row, list) -> {
                if (coded[row]) {
                    for (int d = 0; d < dim; d++) {
                        writers.get(LOGVAR).add(list == null ? Float.NaN : list[d]);
                    }
                }
            });
        }
        readLabels(parquet, coded, writers.get(LABEL));
        for (String name : numbers) {
            ColumnWriter writer = writers.get(name);
            boolean whole = types.get(name) == ColumnType.I8;
            parquet.numbers(name, (row, value) -> {
                if (coded[row]) {
                    if (whole) {
                        writer.add((long) value);
                    } else {
                        writer.add(value);
                    }
                }
            });
        }
        for (String name : texts) {
            ColumnWriter bytes = writers.get(name);
            ColumnWriter ends = writers.get(name + TextColumn.ENDS);
            parquet.texts(name, (row, text) -> {
                if (coded[row]) {
                    if (text != null) {
                        bytes.add(text.getBytes(StandardCharsets.UTF_8));
                    }
                    ends.add(bytes.rows());
                }
            });
        }
    }

    private void readLabels(ParquetRows parquet, boolean[] coded, ColumnWriter writer) throws IOException {
        if (labelKind == ParquetRows.Kind.TEXT) {
            parquet.texts(LABEL, (row, text) -> {
                if (coded[row]) {
                    writer.add((double) labelled(text == null ? UNLABELLED : text));
                }
            });
        } else if (labelKind == null) {
            for (boolean one : coded) {
                if (one) {
                    writer.add((double) labelled(UNLABELLED));
                }
            }
        } else {
            parquet.numbers(LABEL, (row, value) -> {
                if (coded[row]) {
                    if (!(value >= 0 && value < LABELS && value == Math.rint(value)) && !Double.isNaN(value)) {
                        throw Failure.badInput(LABEL, "whole numbers from 0 to 255", value);
                    }
                    for (int below = 0; below < value; below++) {
                        labelled(Integer.toString(below)); // so that they are in order
                    }
                    writer.add((double) labelled(Double.isNaN(value) ? UNLABELLED : Integer.toString((int) value)));
                }
            });
        }
    }

    private int labelled(String text) {
        Integer label = labels.get(text);
        if (label == null) {
            label = labels.size();
            if (label == LABELS) {
                throw Failure.tooLarge(LABEL, "at most 256 different labels", "more");
            }
            labels.put(text, label);
        }
        return label;
    }
}
