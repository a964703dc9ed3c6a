package isthmus.train;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.latent.Noise;
import isthmus.model.ModelCard;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Wake-sleep (Hinton, Dayan, Frey and Neal 1995). A step of the optimiser follows both phases, for they move different
 * weights:
 *
 * <pre>
 * wake:  z ~ q(z|x) for images x of the data; the decoder goes up the gradient of log p(x|z)
 * sleep: z ~ p(z), x ~ p(x|z), a dream; the encoder goes up the gradient of log q(z|x)
 * </pre>
 *
 * So the encoder lowers KL(p(z|x) ‖ q(z|x)) over dreams, where the bound's own gradient would lower KL(q(z|x) ‖ p(z|x)) over
 * the data. No gradient passes through a draw. Immutable; any thread.
 */
record WakeSleep(Network encoder, Network decoder, Recipe recipe) implements Loss {
    static TrainingMethod training(Recipe recipe, String text, DataSet trainPart, Path folder, int threads) {
        if (recipe.beta() != 1 || recipe.warmup() != 0 || recipe.draws().importance()) {
            throw Failure.badInput("beta", "1 with wake-sleep, without warmup or importance", recipe.beta());
        }
        return new Trainer(
                (part, encoder, decoder) -> new WakeSleep(encoder, decoder, part),
                recipe,
                text,
                trainPart,
                folder,
                threads);
    }

    @Override
    public TorchScript module(MethodWriter.Precision precision, Noise noise) {
        Network.GeneratedMethod encode = encoder.write("encode", precision, true, noise);
        Network.GeneratedMethod decode = decoder.write("decode", precision, true, noise);
        List<Tensor> parameters = new ArrayList<>(encode.parameters());
        parameters.addAll(decode.parameters());
        parameters.addAll(Objective.sigma(recipe.likelihood()));
        List<String> lines = new ArrayList<>(wake(recipe.draws().count()));
        lines.addAll(sleep());
        ScriptMethod forward = new ScriptMethod(
                "forward",
                List.of("x: Tensor", "target: Tensor", "noise: Tensor", "beta: Tensor"),
                lines,
                "(torch.neg(torch.add(torch.mean(loglik), torch.mean(logq))), torch.mean(loglik), torch.mean(kl))",
                "Tuple[Tensor, Tensor, Tensor]");
        List<String> seen = new ArrayList<>(wake(1));
        seen.add("reconstruction = loglik");
        List<ScriptMethod> methods = new ArrayList<>(List.of(encode.method(), decode.method(), forward));
        methods.addAll(HistoryMethods.of(encoder, decoder, seen, List.of("reconstruction", "kl", "mu", "logvar")));
        return new TorchScript("WakeSleep", parameters, methods);
    }

    /** Statements that set loglik (draws · batch) of the data, whose gradient is the decoder's alone, and kl (batch). */
    private List<String> wake(int draws) {
        List<String> lines = new ArrayList<>(List.of(
                "_0 = (self).encode(torch.clone(x), )",
                "mu, logvar, = _0",
                "spread = torch.sub(torch.add(torch.mul(mu, mu), torch.exp(logvar)), torch.add(logvar, 1.))",
                "kl = torch.mul(torch.sum(spread, [1]), 0.5)",
                "means = torch.repeat(mu, [%d, 1])".formatted(draws),
                "deviations = torch.exp(torch.mul(torch.repeat(logvar, [%d, 1]), 0.5))".formatted(draws),
                "z = torch.detach(torch.add(means, torch.mul(deviations, noise)))",
                "y = torch.flatten((self).decode(z, ), 1, -1)",
                "targets = torch.repeat(torch.flatten(target, 1, -1), [%d, 1])".formatted(draws)));
        lines.addAll(Objective.logLikelihood(
                recipe.likelihood().family(), Objective.logSigma(recipe.likelihood()), recipe.output()));
        return lines;
    }

    /**
     * Statements that set logq (draws · batch) of dreams, whose gradient is the encoder's alone. Their codes are the same
     * noise as that of the wake phase, which moves other weights.
     */
    private List<String> sleep() {
        return List.of(
                "seen = torch.detach((self).decode(noise, ))",
                "dream = " + dream(),
                "_1 = (self).encode(dream, )",
                "m, v, = _1",
                "away = torch.mul(torch.square(torch.sub(noise, m)), torch.exp(torch.neg(v)))",
                "logq = torch.mul(torch.sum(torch.add(torch.add(away, v), %s), [1]), -0.5)"
                        .formatted(Math.log(2 * Math.PI)));
    }

    /** Draws of p(x|z): of 0 or 1 also where the data are grey levels, or normal ones. */
    private String dream() {
        String mean = recipe.output() == ModelCard.Output.MEAN ? "seen" : "torch.sigmoid(seen)";
        if (recipe.likelihood().family() == ModelCard.Family.GAUSSIAN) {
            String deviation = "torch.exp(torch.detach(%s))".formatted(Objective.logSigma(recipe.likelihood()));
            return "torch.add(%s, torch.mul(torch.randn_like(seen), %s))".formatted(mean, deviation);
        }
        return "torch.bernoulli(%s)".formatted(mean);
    }
}
