package isthmus.train;

import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * Both networks of a model with discrete codes and their loss as one TorchScript module, and what becomes of them.
 * {@code forward(x, target, codebook)} gives the loss, log p(x|z) and the commitment, each averaged over the batch, and
 * for the codebook how many vectors chose each entry, their sums, and the vectors. Immutable; any thread.
 *
 * @param grid the places of a code, and as channels the numbers of each
 */
record QuantisedObjective(Network encoder, Network decoder, Recipe recipe, Shape grid) {
    private static final String CODEBOOK = "codebook";

    TorchScript module(MethodWriter.Precision precision, Noise noise) {
        Network.GeneratedMethod encode = encoder.write("encode", precision, true, noise);
        Network.GeneratedMethod decode = decoder.write("decode", precision, true, noise);
        List<Tensor> parameters = new ArrayList<>(encode.parameters());
        parameters.addAll(decode.parameters());
        ScriptMethod forward = new ScriptMethod(
                "forward",
                List.of("x: Tensor", "target: Tensor", "codebook: Tensor"),
                forward(),
                "(cost, reconstruction, commitment, torch.sum(uses, [0]), torch.matmul(torch.t(uses), vectors), vectors)",
                "Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]");
        return new TorchScript("Objective", parameters, List.of(encode.method(), decode.method(), nearest(), forward));
    }

    private List<String> forward() {
        CodebookRecipe book = recipe.codebook();
        List<String> lines = new ArrayList<>(List.of(
                "e = torch.to((self).encode(torch.clone(x), ), 6)",
                "vectors = torch.detach(torch.reshape(torch.permute(e, [0, 2, 3, 1]), [-1, %d]))"
                        .formatted(grid.channels()),
                "chosen = (self).nearest(vectors, codebook, )",
                "zq = " + placed("torch.index_select(codebook, 0, chosen)"),
                // Straight through: the decoder sees the entries, the encoder takes the decoder's gradient as it is.
                "z = torch.add(e, torch.detach(torch.sub(zq, e)))",
                "y = torch.flatten((self).decode(z, ), 1, -1)",
                "targets = torch.flatten(target, 1, -1)"));
        lines.addAll(Objective.logLikelihood(
                recipe.likelihood().family(),
                "torch.full([1], %s)"
                        .formatted(Math.log(Math.max(recipe.likelihood().sigma(), 1e-9))),
                recipe.output()));
        lines.addAll(List.of(
                "reconstruction = torch.mean(loglik)",
                "offset = torch.sub(e, zq)",
                "commitment = torch.mean(torch.sum(torch.flatten(torch.mul(offset, offset), 1, -1), [1]))",
                "cost = torch.sub(torch.mul(commitment, %s), reconstruction)".formatted(book.commitment()),
                "uses = torch.to(torch.one_hot(chosen, %d), 6)".formatted(book.entries())));
        return lines;
    }

    /** Vectors of rows (images · places) as (images, numbers, height, width). */
    private String placed(String rows) {
        return "torch.permute(torch.reshape(%s, [-1, %d, %d, %d]), [0, 3, 1, 2])"
                .formatted(rows, grid.height(), grid.width(), grid.channels());
    }

    /** The index of the entry nearest to each vector: argmin |e|² − 2 v·e. */
    private static ScriptMethod nearest() {
        return new ScriptMethod(
                "nearest",
                List.of("vectors: Tensor", "codebook: Tensor"),
                List.of(
                        "squares = torch.sum(torch.mul(codebook, codebook), [1])",
                        "products = torch.matmul(vectors, torch.t(codebook))"),
                "torch.argmin(torch.sub(squares, torch.mul(products, 2.)), 1)",
                "Tensor");
    }

    /** Lines that set zq to the nearest entries of vectors e at their places. */
    private List<String> quantise() {
        return List.of(
                "vectors = torch.reshape(torch.permute(e, [0, 2, 3, 1]), [-1, %d])".formatted(grid.channels()),
                "chosen = (self).nearest(vectors, self.codebook, )",
                "zq = " + placed("torch.index_select(self.codebook, 0, chosen)"));
    }

    /** Images to the entries chosen for them, flat in the order of numbers × height × width. */
    TorchScript encoding(List<Tensor> weights, float[] entries) {
        ScriptMethod encode = encoder.write("encode", MethodWriter.Precision.FLOAT32, false, null)
                .method();
        List<String> lines = new ArrayList<>(List.of("e = (self).encode(x, )"));
        lines.addAll(quantise());
        ScriptMethod forward = new ScriptMethod(
                "forward", List.of("x: Tensor"), lines, "torch.reshape(zq, [-1, %d])".formatted(grid.size()), "Tensor");
        return module("Encoder", weights, entries, List.of(encode, nearest(), forward));
    }

    /** Codes to the logits of images, by the entries nearest to them. */
    TorchScript decoding(List<Tensor> weights, float[] entries) {
        ScriptMethod decode = decoder.write("decode", MethodWriter.Precision.FLOAT32, false, null)
                .method();
        List<String> lines = new ArrayList<>(List.of(
                "e = torch.reshape(x, [-1, %d, %d, %d])".formatted(grid.channels(), grid.height(), grid.width())));
        lines.addAll(quantise());
        ScriptMethod forward =
                new ScriptMethod("forward", List.of("x: Tensor"), lines, "(self).decode(zq, )", "Tensor");
        return module("Decoder", weights, entries, List.of(decode, nearest(), forward));
    }

    private TorchScript module(String name, List<Tensor> weights, float[] entries, List<ScriptMethod> methods) {
        int[] sides = {entries.length / grid.channels(), grid.channels()};
        return new TorchScript(name, weights, List.of(new Tensor(CODEBOOK, sides, entries)), List.of(), methods);
    }
}
