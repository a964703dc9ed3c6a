package isthmus.spark;

import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.model.CardFile;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.model.PosteriorFamily;
import isthmus.model.PriorCard;
import isthmus.model.Sha256;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A VAE of affine maps, with a Bernoulli likelihood. */
final class LinearModel {
    private LinearModel() {}

    /** Writes it as a model's folder. */
    static Path write(Path folder, Shape shape, int dim) throws IOException {
        Files.createDirectories(folder);
        Noise noise = new Noise(3, 0);
        float[] in = noise.normals(dim * shape.size());
        for (int i = 0; i < in.length; i++) {
            in[i] /= (float) Math.sqrt(shape.size());
        }
        module(
                folder.resolve(ModelCard.ENCODER),
                new Tensor("w", new int[] {dim, shape.size()}, in),
                "y = torch.linear(torch.flatten(x, 1, -1), self.w, None)",
                "(y, torch.sub(y, 2.0))",
                "Tuple[Tensor, Tensor]");
        module(
                folder.resolve(ModelCard.DECODER),
                new Tensor("w", new int[] {shape.size(), dim}, noise.normals(dim * shape.size())),
                "y = torch.linear(x, self.w, None)",
                "y",
                "Tensor");
        ModelCard card = new ModelCard(
                folder.getFileName().toString(),
                "A linear model",
                "",
                ModelCard.Kind.VAE,
                new ModelCard.Input(shape.channels(), shape.height(), shape.width(), true),
                new ModelCard.Latent(dim, null),
                PosteriorFamily.DIAGONAL,
                PriorCard.STANDARD,
                new ModelCard.Likelihood(ModelCard.Family.BERNOULLI, null, false),
                ModelCard.Output.LOGITS,
                List.of(),
                Map.of(
                        ModelCard.ENCODER,
                        Sha256.of(folder.resolve(ModelCard.ENCODER)),
                        ModelCard.DECODER,
                        Sha256.of(folder.resolve(ModelCard.DECODER))),
                null,
                null,
                null);
        CardFile.write(folder.resolve(ModelFolder.CARD), card);
        return folder;
    }

    private static void module(Path file, Tensor weight, String line, String result, String type) {
        ScriptMethod forward = new ScriptMethod("forward", List.of("x: Tensor"), List.of(line), result, type);
        new TorchScript("Linear", List.of(weight), List.of(forward)).write(file);
    }
}
