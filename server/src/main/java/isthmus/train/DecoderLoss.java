package isthmus.train;

import isthmus.latent.Noise;
import isthmus.model.ModelCard;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * −log p(x|z) of images at given codes, which the module takes as its noise, and as the module's fourth output log p(x|z) of
 * each; its method {@code pairs} gives that of every image under every code. Immutable; any thread.
 */
record DecoderLoss(Network decoder, Recipe recipe) implements Loss {
    @Override
    public TorchScript module(MethodWriter.Precision precision, Noise noise) {
        Network.GeneratedMethod decode = decoder.write("decode", precision, true, noise);
        List<Tensor> parameters = new ArrayList<>(decode.parameters());
        parameters.addAll(Objective.sigma(recipe.likelihood()));
        List<String> lines = new ArrayList<>(List.of(
                "y = torch.flatten((self).decode(noise, ), 1, -1)",
                "times = torch.floordiv(torch.size(noise, 0), torch.size(target, 0))",
                "targets = torch.repeat(torch.flatten(target, 1, -1), [times, 1])"));
        lines.addAll(logLikelihood());
        lines.add("score = torch.mean(loglik)");
        ScriptMethod forward = new ScriptMethod(
                "forward",
                List.of("x: Tensor", "target: Tensor", "noise: Tensor", "beta: Tensor"),
                lines,
                "(torch.neg(score), score, torch.zeros_like(score), loglik)",
                "Tuple[Tensor, Tensor, Tensor, Tensor]");
        List<ScriptMethod> methods = new ArrayList<>(List.of(decode.method(), forward, pairs()));
        methods.addAll(HistoryMethods.of(null, decoder, lines, List.of("loglik")));
        return new TorchScript("Likelihood", parameters, methods);
    }

    private List<String> logLikelihood() {
        return Objective.logLikelihood(
                recipe.likelihood().family(), Objective.logSigma(recipe.likelihood()), recipe.output());
    }

    /** Of images (images, …) and codes (codes, dim), up to what is the same for all codes: (images, codes). */
    private ScriptMethod pairs() {
        List<String> lines = new ArrayList<>(
                List.of("x = torch.flatten(images, 1, -1)", "y = torch.flatten((self).decode(codes, ), 1, -1)"));
        if (recipe.likelihood().family() == ModelCard.Family.BERNOULLI) {
            lines.add("pairs = torch.sub(torch.matmul(x, torch.t(y)), torch.sum(torch.softplus(y), [1]))");
        } else {
            lines.add("beta = torch.ones([1])");
            lines.add("precision = torch.exp(torch.mul(%s, -2.))".formatted(Objective.logSigma(recipe.likelihood())));
            lines.add(recipe.output() == ModelCard.Output.MEAN ? "means = y" : "means = torch.sigmoid(y)");
            lines.add("halves = torch.mul(torch.sum(torch.square(means), [1]), 0.5)");
            lines.add("pairs = torch.mul(torch.sub(torch.matmul(x, torch.t(means)), halves), precision)");
        }
        return new ScriptMethod(
                "pairs", List.of("images: Tensor", "codes: Tensor"), lines, "torch.detach(pairs)", "Tensor");
    }
}
