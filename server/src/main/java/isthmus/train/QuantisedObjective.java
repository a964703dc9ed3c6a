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
 * for the codebook how many vectors chose each entry, their sums, and the vectors. Two more methods are for the history:
 * {@link HistoryMethods#TERMS} gives log p(x|z) and the code of each image, {@link HistoryMethods#DECODE} what becomes of codes
 * by the entries nearest to them. Immutable; any thread.
 *
 * @param grid the places of a code, and as channels the numbers of each
 */
record QuantisedObjective(Network encoder, Network decoder, Recipe recipe, Shape grid) {
    private static final String CODEBOOK = "codebook";
    private static final String ENCODE = "encodeInUse";
    private static final String DECODE = "imagesInUse";

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
        ScriptMethod encodeInUse = inUse(encoder, ENCODE);
        ScriptMethod decodeInUse = inUse(decoder, DECODE);
        return new TorchScript(
                "Objective",
                parameters,
                List.of(
                        encode.method(),
                        decode.method(),
                        nearest(),
                        forward,
                        encodeInUse,
                        decodeInUse,
                        termsInUse(),
                        drawsInUse()));
    }

    private static ScriptMethod inUse(Network network, String name) {
        return network.write(name, MethodWriter.Precision.FLOAT32, false, null).method();
    }

    private ScriptMethod termsInUse() {
        List<String> lines = new ArrayList<>(List.of("e = (self).%s(x, )".formatted(ENCODE)));
        lines.addAll(quantise(CODEBOOK));
        lines.add("y = torch.flatten((self).%s(zq, ), 1, -1)".formatted(DECODE));
        lines.addAll(logLikelihood());
        return new ScriptMethod(
                HistoryMethods.TERMS,
                List.of("x: Tensor", "target: Tensor", "codebook: Tensor"),
                lines,
                "(loglik, torch.reshape(zq, [-1, %d]))".formatted(grid.size()),
                "Tuple[Tensor, Tensor]");
    }

    private ScriptMethod drawsInUse() {
        List<String> lines = new ArrayList<>(placedCodes("z"));
        lines.addAll(quantise(CODEBOOK));
        return new ScriptMethod(
                HistoryMethods.DECODE,
                List.of("z: Tensor", "codebook: Tensor"),
                lines,
                "(self).%s(zq, )".formatted(DECODE),
                "Tensor");
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
                "y = torch.flatten((self).decode(z, ), 1, -1)"));
        lines.addAll(logLikelihood());
        lines.addAll(List.of(
                "reconstruction = torch.mean(loglik)",
                "offset = torch.sub(e, zq)",
                "commitment = torch.mean(torch.sum(torch.flatten(torch.mul(offset, offset), 1, -1), [1]))",
                "cost = torch.sub(torch.mul(commitment, %s), reconstruction)".formatted(book.commitment()),
                "uses = torch.to(torch.one_hot(chosen, %d), 6)".formatted(book.entries())));
        return lines;
    }

    /** Lines that set loglik of each image from y and target. */
    private List<String> logLikelihood() {
        List<String> lines = new ArrayList<>(List.of("targets = torch.flatten(target, 1, -1)"));
        lines.addAll(Objective.logLikelihood(
                recipe.likelihood().family(),
                "torch.full([1], %s)"
                        .formatted(Math.log(Math.max(recipe.likelihood().sigma(), 1e-9))),
                recipe.output()));
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
    private List<String> quantise(String codebook) {
        return List.of(
                "vectors = torch.reshape(torch.permute(e, [0, 2, 3, 1]), [-1, %d])".formatted(grid.channels()),
                "chosen = (self).nearest(vectors, %s, )".formatted(codebook),
                "zq = " + placed("torch.index_select(%s, 0, chosen)".formatted(codebook)));
    }

    /** Lines that set e to flat codes at their places. */
    private List<String> placedCodes(String codes) {
        return List.of("e = torch.reshape(%s, [-1, %d, %d, %d])"
                .formatted(codes, grid.channels(), grid.height(), grid.width()));
    }

    /** Images to the entries chosen for them, flat in the order of numbers × height × width. */
    TorchScript encoding(List<Tensor> weights, float[] entries) {
        ScriptMethod encode = encoder.write("encode", MethodWriter.Precision.FLOAT32, false, null)
                .method();
        List<String> lines = new ArrayList<>(List.of("e = (self).encode(x, )"));
        lines.addAll(quantise("self." + CODEBOOK));
        ScriptMethod forward = new ScriptMethod(
                "forward", List.of("x: Tensor"), lines, "torch.reshape(zq, [-1, %d])".formatted(grid.size()), "Tensor");
        return module("Encoder", weights, entries, List.of(encode, nearest(), forward));
    }

    /** Codes to the logits of images, by the entries nearest to them. */
    TorchScript decoding(List<Tensor> weights, float[] entries) {
        ScriptMethod decode = decoder.write("decode", MethodWriter.Precision.FLOAT32, false, null)
                .method();
        List<String> lines = new ArrayList<>(placedCodes("x"));
        lines.addAll(quantise("self." + CODEBOOK));
        ScriptMethod forward =
                new ScriptMethod("forward", List.of("x: Tensor"), lines, "(self).decode(zq, )", "Tensor");
        return module("Decoder", weights, entries, List.of(decode, nearest(), forward));
    }

    private TorchScript module(String name, List<Tensor> weights, float[] entries, List<ScriptMethod> methods) {
        int[] sides = {entries.length / grid.channels(), grid.channels()};
        return new TorchScript(name, weights, List.of(new Tensor(CODEBOOK, sides, entries)), List.of(), methods);
    }
}
