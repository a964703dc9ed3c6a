package isthmus.importing;

import isthmus.Failure;
import isthmus.torchscript.TorchArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The two networks that somebody's files hold. Immutable; any thread.
 *
 * @param names of the files, for the card
 */
public record ImportSource(NetworkFile encoder, NetworkFile decoder, List<String> names) {
    private static final String ENCODE = "encode";
    private static final String DECODE = "decode";

    /** What the files are, by their names and what is in them: a folder or one or two files. */
    public static ImportSource of(List<Path> given) {
        List<Path> files = given.size() == 1 && Files.isDirectory(given.get(0)) ? within(given.get(0)) : given;
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw Failure.notFound(file.toString(), "a file with a model", "none");
            }
        }
        if (files.size() == 1) {
            return whole(files.get(0));
        }
        if (files.size() != 2) {
            throw Failure.badInput(
                    "", "one file with a model, or an encoder's and a decoder's", files.size() + " files");
        }
        boolean swapped = isDecoder(files.get(0)) && !isDecoder(files.get(1));
        Path encoder = files.get(swapped ? 1 : 0);
        Path decoder = files.get(swapped ? 0 : 1);
        return new ImportSource(NetworkFile.of(encoder), NetworkFile.of(decoder), names(List.of(encoder, decoder)));
    }

    private static ImportSource whole(Path file) {
        TorchArchive archive = TorchArchive.read(file);
        Set<String> methods = archive.methods();
        if (!methods.containsAll(List.of(ENCODE, DECODE))) {
            throw Failure.badInput(
                            file.toString(),
                            "the methods encode and decode",
                            methods.isEmpty() ? "none" : String.join(", ", methods))
                    .hint(
                            "export the encoder and the decoder as two files, or mark both methods with torch.jit.export");
        }
        return new ImportSource(
                new NetworkFile(archive, ENCODE), new NetworkFile(archive, DECODE), names(List.of(file)));
    }

    private static List<Path> within(Path folder) {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(file -> file.getFileName().toString().matches(".*\\.(pt|pth|pt2|ts|onnx|safetensors)"))
                    .sorted()
                    .forEach(files::add);
        } catch (IOException e) {
            throw Failure.notFound(folder.toString(), "a folder that can be read", e)
                    .causedBy(e);
        }
        if (files.isEmpty()) {
            throw Failure.notFound(folder.toString(), "encoder.pt and decoder.pt, or one file with both", "none");
        }
        return files;
    }

    private static boolean isDecoder(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).contains("dec");
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).toList();
    }
}
