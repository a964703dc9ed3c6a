package isthmus.train;

import isthmus.latent.Noise;
import isthmus.model.ModelCard;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * Both networks and their loss as one TorchScript module: {@code forward(x, target, noise, beta)} gives the loss and the
 * two terms of the bound, each averaged over the batch. A module rather than array calls, so that a training step is one
 * call into PyTorch. Immutable; any thread.
 */
record Objective(
        Network encoder, Network decoder, Recipe.Likelihood likelihood, ModelCard.Output output, Recipe.Draws draws)
        implements Loss {
    /** Name of the one parameter that is in neither network: the logarithm of a Gaussian likelihood's sigma. */
    static final String LOG_SIGMA = "log_sigma";

    Objective(Network encoder, Network decoder, Recipe.Likelihood likelihood, Recipe.Draws draws) {
        this(encoder, decoder, likelihood, ModelCard.Output.LOGITS, draws);
    }

    @Override
    public TorchScript module(MethodWriter.Precision precision, Noise noise) {
        Network.GeneratedMethod encode = encoder.write("encode", precision, true, noise);
        Network.GeneratedMethod decode = decoder.write("decode", precision, true, noise);
        List<Tensor> parameters = new ArrayList<>(encode.parameters());
        parameters.addAll(decode.parameters());
        parameters.addAll(sigma(likelihood));
        ScriptMethod forward = new ScriptMethod(
                "forward",
                List.of("x: Tensor", "target: Tensor", "noise: Tensor", "beta: Tensor"),
                forward(),
                "(torch.mean(cost), torch.mean(reconstruction), torch.mean(kl))",
                "Tuple[Tensor, Tensor, Tensor]");
        return new TorchScript("Objective", parameters, List.of(encode.method(), decode.method(), forward));
    }

    /** Statements that set cost, reconstruction and kl, each (batch); noise is (draws · batch, dim). */
    private List<String> forward() {
        List<String> lines = new ArrayList<>();
        // A copy in PyTorch's own memory: the last bits of a matrix product depend on the alignment of its input.
        lines.add("_0 = (self).encode(torch.clone(x), )");
        lines.add("mu, logvar, = _0");
        lines.add("means = torch.repeat(mu, [%d, 1])".formatted(draws.count()));
        lines.add("logvars = torch.repeat(logvar, [%d, 1])".formatted(draws.count()));
        lines.add("z = torch.add(means, torch.mul(torch.exp(torch.mul(logvars, 0.5)), noise))");
        lines.add("y = torch.flatten((self).decode(z, ), 1, -1)");
        lines.add("targets = torch.repeat(torch.flatten(target, 1, -1), [%d, 1])".formatted(draws.count()));
        lines.addAll(logLikelihood());
        lines.add("reconstructions = torch.reshape(loglik, [%d, -1])".formatted(draws.count()));
        lines.add("reconstruction = torch.mean(reconstructions, [0])");
        lines.add("spread = torch.sub(torch.add(torch.mul(mu, mu), torch.exp(logvar)), torch.add(logvar, 1.))");
        lines.add("kl = torch.mul(torch.sum(spread, [1]), 0.5)");
        if (draws.importance()) {
            // log p(z) − log q(z|x) for each draw; the constants of the two densities cancel.
            lines.add(
                    "logratio = torch.sum(torch.sub(torch.add(logvars, torch.mul(noise, noise)), torch.mul(z, z)), [1])");
            lines.add("weights = torch.add(reconstructions, torch.reshape(torch.mul(logratio, 0.5), [%d, -1]))"
                    .formatted(draws.count()));
            lines.add("cost = torch.sub(%s, torch.logsumexp(weights, [0]))".formatted(Math.log(draws.count())));
        } else {
            lines.add("cost = torch.sub(torch.mul(kl, beta), reconstruction)");
        }
        return lines;
    }

    private List<String> logLikelihood() {
        return logLikelihood(likelihood.family(), logSigma(likelihood), output);
    }

    /** The parameter of a likelihood that learns its sigma. */
    static List<Tensor> sigma(Recipe.Likelihood likelihood) {
        return likelihood.learned()
                ? List.of(new Tensor(LOG_SIGMA, new int[] {1}, new float[] {(float) Math.log(likelihood.sigma())}))
                : List.of();
    }

    /** A likelihood's sigma with these weights; null for one that is no Gaussian. */
    static Double sigma(Recipe.Likelihood likelihood, List<Tensor> weights) {
        if (likelihood.family() != ModelCard.Family.GAUSSIAN) {
            return null;
        }
        return weights.stream()
                .filter(weight -> weight.name().equals(LOG_SIGMA))
                .findFirst()
                .map(weight -> Math.exp(weight.values()[0]))
                .orElse(likelihood.sigma());
    }

    /** The logarithm of a Gaussian likelihood's sigma within a module, for whose {@code beta} this is written. */
    static String logSigma(Recipe.Likelihood likelihood) {
        return likelihood.learned()
                ? "self." + LOG_SIGMA
                : "torch.full_like(beta, %s)".formatted(Math.log(likelihood.sigma()));
    }

    /**
     * Statements that set loglik (rows) = log p(targets | y) in nats; both (rows, values).
     *
     * @param logSigma of a Gaussian likelihood, a tensor that is broadcast to the values
     */
    static List<String> logLikelihood(ModelCard.Family family, String logSigma, ModelCard.Output output) {
        String mean = output == ModelCard.Output.MEAN ? "y" : "torch.sigmoid(y)";
        return switch (family) {
            case BERNOULLI ->
                List.of(
                        "loss = torch.binary_cross_entropy_with_logits(y, targets, None, None, 0)",
                        "loglik = torch.neg(torch.sum(loss, [1]))");
            case GAUSSIAN ->
                List.of(
                        "logsigma = " + logSigma,
                        "error = torch.div(torch.sub(targets, %s), torch.exp(logsigma))".formatted(mean),
                        "halves = torch.add(torch.mul(torch.mul(error, error), 0.5), logsigma)",
                        "loglik = torch.neg(torch.sum(torch.add(halves, %s), [1]))"
                                .formatted(0.5 * Math.log(2 * Math.PI)));
        };
    }
}
