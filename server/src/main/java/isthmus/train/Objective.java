package isthmus.train;

import com.fasterxml.jackson.annotation.JsonProperty;
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
 *
 * @param output what the decoder gives
 */
record Objective(
        Network encoder,
        Network decoder,
        Recipe.Likelihood likelihood,
        ModelCard.Output output,
        Recipe.Draws draws,
        PosteriorTerms posterior,
        PriorTerms prior,
        Gradient gradient)
        implements Loss {
    /** The logarithm of a Gaussian likelihood's sigma. */
    static final String LOG_SIGMA = "log_sigma";

    /** The running mean of log p(x|z), which the score function's gradient takes off; 0 before the first batch. */
    static final String BASELINE = "baseline";

    private static final double FOLLOWS = 0.1; // share of a batch in the running mean

    /** How the gradient with respect to q(z|x) is taken. */
    enum Gradient {
        /** Through z = mu + sigma ε. */
        @JsonProperty("reparameterised")
        REPARAMETERISED,
        /** (log p(x|z) − baseline) ∇ log q(z|x), with the KL in closed form (Williams 1992; Ranganath and others 2014). */
        @JsonProperty("score-function")
        SCORE_FUNCTION
    }

    /** Of a diagonal Gaussian, N(0, I) and logits. */
    Objective(Network encoder, Network decoder, Recipe.Likelihood likelihood, Recipe.Draws draws) {
        this(
                encoder,
                decoder,
                likelihood,
                ModelCard.Output.LOGITS,
                draws,
                new PosteriorTerms.Diagonal(),
                new PriorTerms.Standard(),
                Gradient.REPARAMETERISED);
    }

    @Override
    public TorchScript module(MethodWriter.Precision precision, Noise noise) {
        Network.GeneratedMethod encode = encoder.write("encode", precision, true, noise);
        Network.GeneratedMethod decode = decoder.write("decode", precision, true, noise);
        List<Tensor> parameters = new ArrayList<>(encode.parameters());
        parameters.addAll(decode.parameters());
        parameters.addAll(sigma(likelihood));
        parameters.addAll(prior.parameters(noise));
        if (gradient == Gradient.SCORE_FUNCTION) {
            parameters.add(new Tensor(BASELINE, new int[] {1}, new float[1]));
        }
        ScriptMethod forward = new ScriptMethod(
                "forward",
                List.of("x: Tensor", "target: Tensor", "noise: Tensor", "beta: Tensor"),
                forward(),
                "(torch.mean(cost), torch.mean(reconstruction), torch.mean(kl))",
                "Tuple[Tensor, Tensor, Tensor]");
        List<ScriptMethod> methods = new ArrayList<>(List.of(encode.method(), decode.method(), forward));
        methods.addAll(HistoryMethods.of(encoder, decoder, byOneDraw().forward(), measured()));
        return new TorchScript("Objective", parameters, methods);
    }

    /** The bound itself, whatever is trained. */
    private Objective byOneDraw() {
        Recipe.Draws one = new Recipe.Draws(1, false);
        return new Objective(encoder, decoder, likelihood, output, one, posterior, prior, Gradient.REPARAMETERISED);
    }

    private List<String> measured() {
        List<String> all = new ArrayList<>(List.of("reconstruction", "kl"));
        all.addAll(posterior.outputs());
        return all;
    }

    /** Statements that set cost, reconstruction and kl, each (batch); noise is (rows, dim). */
    private List<String> forward() {
        int count = draws.count();
        List<String> lines = new ArrayList<>();
        // A copy in PyTorch's own memory: the last bits of a matrix product depend on the alignment of its input.
        lines.add("_0 = (self).encode(torch.clone(x), )");
        List<String> outputs = posterior.outputs();
        lines.add(String.join(", ", outputs) + (outputs.size() == 1 ? " = _0" : ", = _0"));
        lines.addAll(posterior.draw(count));
        if (gradient == Gradient.SCORE_FUNCTION) {
            lines.add("z = torch.detach(z)");
        }
        lines.add("y = torch.flatten((self).decode(z, ), 1, -1)");
        lines.add(
                "targets = torch.repeat(torch.flatten(target, 1, -1), [%d, 1])".formatted(count * posterior.strata()));
        lines.addAll(logLikelihood());
        lines.add("reconstruction = " + posterior.mean("loglik", count));
        List<String> closed = prior instanceof PriorTerms.Standard ? posterior.klToStandard() : List.of();
        if (closed.isEmpty() || draws.importance()) {
            lines.addAll(posterior.logDensity(count));
            lines.addAll(prior.logDensity());
        }
        lines.addAll(closed);
        if (closed.isEmpty()) {
            lines.add("kl = " + posterior.mean("torch.sub(logq, logp)", count));
        }
        if (gradient == Gradient.SCORE_FUNCTION) {
            lines.addAll(scoreFunction());
        } else if (draws.importance()) {
            lines.add("weights = " + posterior.logWeights("torch.add(loglik, torch.sub(logp, logq))", count));
            lines.add("cost = torch.sub(%s, torch.logsumexp(weights, [0]))".formatted(Math.log(count)));
        } else {
            lines.add("cost = torch.sub(torch.mul(kl, beta), reconstruction)");
        }
        return lines;
    }

    /** Statements that set a cost whose gradient is that of the bound, though its value is not the bound's. */
    private List<String> scoreFunction() {
        List<String> lines = new ArrayList<>(new PosteriorTerms.Diagonal().logDensityAtGiven());
        lines.addAll(List.of(
                "found = torch.detach(loglik)",
                "kept = torch.detach(self.%s)".formatted(BASELINE),
                "before = torch.where(torch.eq(kept, 0.), torch.mean(found), kept)",
                "surrogate = torch.add(loglik, torch.mul(torch.sub(found, before), logq))",
                "cost = torch.sub(torch.mul(kl, beta), %s)".formatted(posterior.mean("surrogate", draws.count())),
                // The optimiser wants a gradient of every parameter.
                "cost = torch.add(cost, torch.mul(self.%s, 0.))".formatted(BASELINE),
                "if self.training:",
                "  _2 = torch.copy_(kept, torch.lerp(before, torch.mean(found), %s))".formatted(FOLLOWS)));
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
