package isthmus.convert.diffusers;

import isthmus.Failure;
import isthmus.convert.ConvertedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Weights as safetensors with a {@code config.json} beside them, as diffusers writes its autoencoders: what the config says
 * of the layers is written as TorchScript. Any thread.
 */
public final class DiffusersFolder {
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";
    private static final String SUFFIX = ".safetensors";
    private static final String WITHIN = "vae"; // in the folder of a whole pipeline

    private DiffusersFolder() {}

    /** Whether there is a config beside weights, or in the folder's part for the autoencoder. */
    public static boolean recognises(Path path) {
        return Files.isRegularFile(folder(path).resolve(CONFIG))
                && (Files.isDirectory(path) || path.toString().endsWith(SUFFIX));
    }

    /**
     * @param path a folder with config and weights, that of a pipeline with one in it, or the file of weights
     */
    public static ConvertedModel read(Path path) {
        Path config = folder(path).resolve(CONFIG);
        try {
            if (!Files.isRegularFile(config)) {
                throw Failure.notFound(config.toString(), "the config of the weights", "none");
            }
            Path weights = Files.isDirectory(path) ? weights(folder(path)) : path;
            try (Safetensors file = new Safetensors(weights)) {
                return convert(config, Config.read(config), weights, file);
            }
        } catch (IOException | UncheckedIOException e) {
            throw Failure.badInput(path.toString(), "files that can be read", e).causedBy(e);
        }
    }

    private static Path folder(Path path) {
        if (!Files.isDirectory(path)) {
            return path.toAbsolutePath().getParent();
        }
        Path within = path.resolve(WITHIN);
        return !Files.exists(path.resolve(CONFIG)) && Files.exists(within.resolve(CONFIG)) ? within : path;
    }

    private static Path weights(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(WEIGHTS))) {
            return folder.resolve(WEIGHTS);
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
            if (found.size() == 1) {
                return found.get(0);
            }
            throw Failure.notFound(folder.toString(), "weights as " + WEIGHTS, found.isEmpty() ? "none" : found)
                    .hint("save_pretrained writes them; of several, name one");
        }
    }

    private static ConvertedModel convert(Path file, Config config, Path named, Safetensors tensors) {
        ConvertedModel model;
        Weights weights;
        try {
            weights = new Weights(tensors);
        } catch (Failure e) {
            throw e.at(named.toString());
        }
        try {
            switch (config.className()) {
                case AutoencoderKl.NAME -> model = AutoencoderKl.convert(config, weights);
                case VqModel.NAME -> model = VqModel.convert(config, weights);
                case AutoencoderTiny.NAME -> model = AutoencoderTiny.convert(config, weights);
                default ->
                    throw Failure.badInput(
                                    "_class_name",
                                    "%s, %s or %s".formatted(AutoencoderKl.NAME, VqModel.NAME, AutoencoderTiny.NAME),
                                    config.className())
                            .hint("export the model with the script that 'export-script' prints");
            }
            weights.requireAllRead();
            return model;
        } catch (Failure e) {
            throw e.at(file.toString());
        }
    }
}
