package isthmus.convert.pickle;

import isthmus.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a file of {@code torch.save} says that it holds: names, types and shapes of tensors, without their numbers and
 * without running anything of it. Such a file cannot be run by itself. Immutable; any thread.
 *
 * @param tensors in the order of the file
 * @param type the name of the module's class, where the file holds a whole module
 * @param within the key under which the file's dictionary has them, where it has more than a model
 */
public record StateDict(List<Entry> tensors, Optional<String> type, Optional<String> within) {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16); // of the format before 1.6
    private static final int SHOWN = 2; // of the first and of the last names
    private static final int ZIP = 'P' << 8 | 'K';

    /** One tensor. */
    public record Entry(String name, String type, List<Integer> shape) {
        public Entry {
            shape = List.copyOf(shape);
        }

        long count() {
            return shape.stream().mapToLong(side -> side).reduce(1, Math::multiplyExact);
        }

        @Override
        public String toString() {
            return "%s (%s)".formatted(name, shape.stream().map(String::valueOf).collect(Collectors.joining("×")));
        }
    }

    public StateDict {
        tensors = List.copyOf(tensors);
    }

    /** Whether it is a file of {@code torch.save}; TorchScript, which has code beside its weights, is none. */
    public static boolean recognises(Path file) {
        try {
            return isZip(file) ? hasPickleAlone(file) : isOld(file);
        } catch (IOException | Failure e) {
            return false;
        }
    }

    public static StateDict read(Path file) {
        try {
            return isZip(file) ? readZip(file) : readOld(file);
        } catch (IOException e) {
            throw Failure.badInput(file.toString(), "a file of torch.save", e.getMessage())
                    .causedBy(e);
        } catch (Failure e) {
            throw e.at(file.toString());
        }
    }

    private static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return (in.read() << 8 | in.read()) == ZIP;
        }
    }

    private static boolean hasPickleAlone(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return entry(zip, "data.pkl").isPresent()
                    && entry(zip, "constants.pkl").isEmpty();
        }
    }

    /** The file has one folder, whose name is the author's. */
    private static Optional<? extends ZipEntry> entry(ZipFile zip, String name) {
        return zip.stream()
                .filter(entry -> entry.getName().matches("([^/]+/)?" + name.replace(".", "\\.")))
                .findFirst();
    }

    private static StateDict readZip(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry pickle = entry(zip, "data.pkl").orElse(null);
            if (pickle == null || entry(zip, "constants.pkl").isPresent()) {
                throw Failure.badInput(
                        "", "data.pkl, as torch.save writes it", pickle == null ? "none" : "that of TorchScript");
            }
            try (InputStream in = new BufferedInputStream(zip.getInputStream(pickle))) {
                return TensorNames.of(new PickleReader(in).next());
            }
        }
    }

    private static boolean isOld(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return MAGIC.equals(new PickleReader(in).next());
        }
    }

    /** A magic number, a version, a description of the machine and the value; then come the numbers. */
    private static StateDict readOld(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            PickleReader pickles = new PickleReader(in);
            if (!MAGIC.equals(pickles.next())) {
                throw Failure.badInput("", "a file of torch.save", "another pickle");
            }
            pickles.next();
            pickles.next();
            return TensorNames.of(pickles.next());
        }
    }

    /** What the file holds, as it follows "found". */
    public String sentence() {
        long numbers = tensors.stream().mapToLong(Entry::count).reduce(0, Math::addExact);
        String what = type.map(name -> "a module of class " + name + " without its code")
                .orElse("a state dict");
        String names = tensors.size() <= 2 * SHOWN
                ? names(0, tensors.size())
                : names(0, SHOWN) + ", …, " + names(tensors.size() - SHOWN, tensors.size());
        return String.format(
                Locale.ROOT,
                "%s%s: %d tensor%s of %,d numbers in all%s",
                what,
                within.map(key -> " under " + key).orElse(""),
                tensors.size(),
                tensors.size() == 1 ? "" : "s",
                numbers,
                tensors.isEmpty() ? "" : ", " + names);
    }

    private String names(int from, int to) {
        return tensors.subList(from, to).stream().map(Entry::toString).collect(Collectors.joining(", "));
    }

    /** Why the file cannot be imported, and what can be done. */
    public Failure refusal(Path file) {
        return Failure.badInput(file.toString(), "a network that can be run", sentence())
                .hint(
                        "its Python class is needed to run it: export it with the script of 'export-script', and import what"
                                + " that writes");
    }

    /** The script that exports this model, with what the file says filled in. */
    public String exportScript(Path file) {
        return ExportScript.of(file, this);
    }
}
