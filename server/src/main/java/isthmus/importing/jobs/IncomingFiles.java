package isthmus.importing.jobs;

import isthmus.Failure;
import isthmus.convert.diffusers.DiffusersFolder;
import isthmus.image.PictureFile;
import isthmus.image.PictureLimits;
import isthmus.importing.ImportSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The files of one import, in a folder of their own that goes with it: the model's, and pictures. Which is which, what is
 * in them says. One thread at a time.
 */
final class IncomingFiles {
    static final int MOST_MODEL_FILES = 8;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N} ._,()+-]{0,99}");
    private static final Pattern PICTURE = Pattern.compile(".*\\.(png|jpe?g|webp|gif|bmp)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PICKLED = Pattern.compile(".*\\.(pt|pth|ckpt|ts|bin)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CODE = Pattern.compile("([^/]+/)?(constants\\.pkl|code/.*)");

    private final Path folder;
    private final Path models;
    private final Path pictures;
    private final int mostPictures;
    private final PictureLimits limits;
    private final List<String> names = new ArrayList<>(); // of the model's files
    private int count; // of pictures

    /** @param folder is made here */
    IncomingFiles(Path folder, int mostPictures, PictureLimits limits) throws IOException {
        this.folder = folder;
        this.mostPictures = mostPictures;
        this.limits = limits;
        models = folder.resolve("model");
        pictures = folder.resolve("pictures");
        Files.createDirectories(models);
        Files.createDirectory(pictures);
    }

    /** Keeps a file of the model or a picture. */
    void add(String name, InputStream content) throws IOException {
        String plain = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        if (!NAME.matcher(plain).matches()) {
            throw Failure.badInput("the name of a file", "letters, digits, spaces and ._,()+-", "another");
        }
        Path file = models.resolve(plain);
        if (Files.exists(file)) {
            throw Failure.badInput(plain, "one file of this name", "two");
        }
        Files.copy(content, file);
        boolean picture = isPicture(file);
        if (!picture && PICTURE.matcher(plain).matches()) {
            Files.delete(file); // a picture that cannot be read proves nothing, and is no model either
            throw Failure.badInput(plain, "a picture that can be read", "another file");
        }
        if (picture) {
            if (count == mostPictures) {
                Files.delete(file);
                throw Failure.tooLarge("the pictures", "at most " + mostPictures, "more");
            }
            Files.move(file, pictures.resolve("%05d ".formatted(count++) + plain));
        } else if (names.size() == MOST_MODEL_FILES) {
            throw Failure.tooLarge("the model", "at most " + MOST_MODEL_FILES + " files", "more");
        } else {
            names.add(plain);
        }
    }

    /** Keeps a picture; nothing else is taken any more. */
    void addPicture(String name, InputStream content) throws IOException {
        int before = names.size();
        add(name, content);
        if (names.size() > before) {
            String other = names.remove(before);
            Files.delete(models.resolve(other));
            throw Failure.badInput(other, "a picture", "another file");
        }
    }

    private boolean isPicture(Path file) throws IOException {
        return Files.size(file) <= limits.bytes() && PictureFile.isOne(Files.readAllBytes(file), limits);
    }

    List<String> names() {
        return List.copyOf(names);
    }

    int count() {
        return count;
    }

    /** In the order in which they came. */
    List<Path> pictures() throws IOException {
        return listed(pictures);
    }

    /** An empty folder for what one try needs. */
    Path copies() throws IOException {
        Path copies = folder.resolve("copies");
        remove(copies);
        return Files.createDirectory(copies);
    }

    /** Refuses what is not data alone: nothing that somebody sends is run, but what is written here of its numbers. */
    ImportSource source() throws IOException {
        if (names.isEmpty()) {
            throw Failure.badInput("", "a model's files", "none");
        }
        Path converted = Files.createDirectories(folder.resolve("converted"));
        if (DiffusersFolder.recognises(models)) {
            return ImportSource.of(List.of(models), converted);
        }
        List<Path> files = listed(models);
        for (Path file : files) {
            if (!ImportSource.isData(file)) {
                throw refusal(file);
            }
        }
        return ImportSource.of(files, converted);
    }

    private Failure refusal(Path file) {
        String name = file.getFileName().toString();
        if (isTorchScript(file)) {
            String all = names.stream()
                    .map(one -> one.matches("[\\w.,+-]+") ? one : "'" + one + "'")
                    .collect(Collectors.joining(" "));
            return Failure.badInput(
                            name, "a file that is data, such as .pt2, .onnx or .safetensors", "TorchScript, a program")
                    .hint("it comes in on the command line alone: import %s --data IMAGES".formatted(all));
        }
        Failure unknown = Failure.badInput(
                name, "a model as .pt2, .onnx, or .safetensors with its config.json", "a file of another kind");
        if (PICKLED.matcher(name).matches()) {
            return Failure.badInput(
                            name,
                            "a model as .pt2, .onnx, or .safetensors with its config.json",
                            "a file of PyTorch's own")
                    .hint("TorchScript comes in on the command line alone: import FILE --data IMAGES");
        }
        boolean weights = name.toLowerCase(Locale.ROOT).endsWith(".safetensors");
        return weights || name.equals("config.json")
                ? unknown.hint("bring weights and their config.json together")
                : unknown;
    }

    private static boolean isTorchScript(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().anyMatch(entry -> CODE.matcher(entry.getName()).matches());
        } catch (IOException e) {
            return false;
        }
    }

    /** What a failure says, without where the files lie on this machine. */
    String plain(String sentence) {
        String plain = sentence;
        for (Path place : List.of(
                models, pictures, folder, folder.getParent(), folder.getParent().getParent())) {
            plain = plain.replace(place + "/", "").replace(place.toString(), "the files");
            Path whole = place.toAbsolutePath();
            plain = plain.replace(whole + "/", "").replace(whole.toString(), "the files");
        }
        return plain;
    }

    /** Removes the folder with everything in it. */
    void remove() throws IOException {
        remove(folder);
    }

    static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(one);
                }
            }
        }
    }

    private static List<Path> listed(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
