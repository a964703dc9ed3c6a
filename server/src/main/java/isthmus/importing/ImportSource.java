package isthmus.importing;

import isthmus.Failure;
import isthmus.convert.ConvertedModel;
import isthmus.convert.Examples;
import isthmus.convert.PixelRange;
import isthmus.convert.diffusers.DiffusersFolder;
import isthmus.image.Shape;
import isthmus.torchscript.TorchArchive;
import isthmus.torchscript.TorchScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The two networks that somebody's files hold, as TorchScript. Immutable; any thread.
 *
 * @param names of the files, for the card
 * @param shape of one image, where the files say it
 * @param pixels scale of images, where the format fixes it
 * @param examples that the files carry
 * @param batch size that the files' author fixed, where the files say one
 * @param remarks what was changed on the way
 */
public record ImportSource(
        NetworkFile encoder,
        NetworkFile decoder,
        List<String> names,
        Optional<Shape> shape,
        Optional<PixelRange> pixels,
        Optional<Examples> examples,
        OptionalInt batch,
        List<String> remarks) {
    private static final String ENCODE = "encode";
    private static final String DECODE = "decode";

    /**
     * What the files are, by their names and what is in them.
     *
     * @param given a folder, or one or two files
     * @param folder for what formats other than TorchScript become
     */
    public static ImportSource of(List<Path> given, Path folder) {
        List<Path> files = given;
        if (given.size() == 1 && Files.isDirectory(given.get(0))) {
            if (DiffusersFolder.recognises(given.get(0))) {
                return of(DiffusersFolder.read(given.get(0)), given, folder);
            }
            files = within(given.get(0));
        }
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw Failure.notFound(file.toString(), "a file with a model", "none");
            }
        }
        if (files.size() == 1) {
            return whole(files.get(0), folder);
        }
        if (files.size() != 2) {
            throw Failure.badInput(
                    "", "one file with a model, or an encoder's and a decoder's", files.size() + " files");
        }
        boolean swapped = isDecoder(files.get(0)) && !isDecoder(files.get(1));
        return pair(files.get(swapped ? 1 : 0), files.get(swapped ? 0 : 1), folder);
    }

    /** Whether a file is of a format that is data, and is read without running anything of it. */
    public static boolean isData(Path file) {
        return ModelFormat.isKnown(file);
    }

    private static ImportSource pair(Path encoder, Path decoder, Path folder) {
        Optional<ConvertedModel> first = ModelFormat.convert(encoder);
        Optional<ConvertedModel> second = ModelFormat.convert(decoder);
        List<String> remarks = new ArrayList<>();
        NetworkFile encode = first.map(model ->
                        written(network(model.encoder(), model.decoder()), ENCODE, folder, encoder, model, remarks))
                .orElseGet(() -> NetworkFile.of(encoder));
        NetworkFile decode = second.map(model ->
                        written(network(model.decoder(), model.encoder()), DECODE, folder, decoder, model, remarks))
                .orElseGet(() -> NetworkFile.of(decoder));
        return new ImportSource(
                encode,
                decode,
                names(List.of(encoder, decoder)),
                first.flatMap(ConvertedModel::image),
                first.flatMap(ConvertedModel::pixels),
                first.flatMap(ConvertedModel::examples),
                first.map(ConvertedModel::batch).orElse(OptionalInt.empty()),
                remarks);
    }

    /** A file with one network alone may be taken for an encoder or a decoder; which it is, its place says. */
    private static TorchScript network(Optional<TorchScript> meant, Optional<TorchScript> other) {
        return meant.or(() -> other).orElseThrow();
    }

    private static ImportSource whole(Path file, Path folder) {
        Optional<ConvertedModel> converted = ModelFormat.convert(file);
        if (converted.isPresent()) {
            return of(converted.get(), List.of(file), folder);
        }
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
                new NetworkFile(archive, ENCODE),
                new NetworkFile(archive, DECODE),
                names(List.of(file)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                List.of());
    }

    private static ImportSource of(ConvertedModel model, List<Path> files, Path folder) {
        Path file = files.get(0);
        if (model.encoder().isEmpty() || model.decoder().isEmpty()) {
            throw Failure.badInput(
                            file.toString(),
                            "a file with an encoder and a decoder",
                            model.encoder().isEmpty() ? "a decoder alone" : "an encoder alone")
                    .hint("name the other file too");
        }
        List<String> remarks = new ArrayList<>();
        NetworkFile encode = written(model.encoder().get(), ENCODE, folder, file, model, remarks);
        NetworkFile decode = NetworkFile.of(write(model.decoder().get(), DECODE, folder));
        return new ImportSource(
                encode, decode, names(files), model.image(), model.pixels(), model.examples(), model.batch(), remarks);
    }

    /** Writes a network and holds it against the examples of the file that it was read from. */
    private static NetworkFile written(
            TorchScript network, String name, Path folder, Path from, ConvertedModel model, List<String> remarks) {
        Path file = write(network, name, folder);
        remarks.addAll(model.remarks());
        model.examples()
                .map(examples -> ConversionCheck.largestDifference(from.toString(), file, examples))
                .ifPresent(largest -> largest.ifPresent(apart -> remarks.add(
                        "%s was rewritten; on its own examples its %s gives the same numbers to within %.2g."
                                .formatted(from.getFileName(), name.equals(ENCODE) ? "encoder" : "decoder", apart))));
        return NetworkFile.of(file);
    }

    private static Path write(TorchScript network, String name, Path folder) {
        Path file = folder.resolve("converted-" + name + ".pt");
        network.write(file);
        return file;
    }

    private static List<Path> within(Path folder) {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(file -> file.getFileName().toString().matches(".*\\.(pt|pth|pt2|ts|onnx|safetensors|ckpt|bin)"))
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

    String encoderName() {
        return names.size() == 1 ? names.get(0) + " (encoder)" : names.get(0);
    }

    String decoderName() {
        return names.size() == 1 ? names.get(0) + " (decoder)" : names.get(1);
    }

    /** Images that the files carry, in [0, 1]; empty where they carry none whose scale is clear. */
    public Optional<ExampleImages> images(Stated stated) {
        return examples.flatMap(some -> ExampleImages.of(some, Optional.ofNullable(stated.scale()), shape));
    }

    private static boolean isDecoder(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).contains("dec");
    }

    private static List<String> names(List<Path> files) {
        return files.stream()
                .map(file -> file.toAbsolutePath().normalize().getFileName().toString())
                .toList();
    }
}
