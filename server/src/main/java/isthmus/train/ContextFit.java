package isthmus.train;

import isthmus.Failure;
import isthmus.latent.Codebook;
import isthmus.latent.ContextNetwork;
import isthmus.latent.Noise;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import isthmus.train.Layer.Activation;
import isthmus.train.Layer.Linear;
import isthmus.train.Layer.Nonlinearity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits an autoregressive p(z) to discrete codes by maximum likelihood: log p(z) = Σ over places of log p(entry | entries
 * before). All places of a code are one batch, each with what comes after it masked. It gives the weights of the epoch
 * after which held-out codes had the greatest log mass. One thread.
 */
final class ContextFit {
    private final CodePriorRecipe recipe;
    private final float[] entries; // (count, numbers)
    private final int numbers;
    private final int places;
    private final Noise noise;
    private final Network network;

    /** @param entries (count, numbers) of the codebook */
    ContextFit(CodePriorRecipe recipe, float[] entries, int numbers, int places, Noise noise) {
        this.recipe = recipe;
        this.entries = entries;
        this.numbers = numbers;
        this.places = places;
        this.noise = noise;
        List<Layer> layers = new ArrayList<>();
        int in = (numbers + 1) * places;
        for (int units : recipe.units()) {
            layers.add(new Linear(in, units, Nonlinearity.SILU.gain(), 0, false));
            layers.add(new Activation(Nonlinearity.SILU));
            in = units;
        }
        layers.add(new Linear(in, entries.length / numbers, 0, 0, true));
        network = new Network("Context", layers, List.of());
    }

    /** {@code forward(codes, codebook, before, place)}: the negative log mass, averaged over the batch. */
    private TorchScript module() {
        Network.GeneratedMethod logits = network.write("logits", MethodWriter.Precision.FLOAT32, true, noise.stream(0));
        int width = numbers * places;
        ScriptMethod forward = new ScriptMethod(
                "forward",
                List.of("codes: Tensor", "codebook: Tensor", "before: Tensor", "place: Tensor"),
                List.of(
                        "chosen = torch.reshape(torch.to(codes, 4), [-1])", // 4 is int64
                        "whole = torch.reshape(torch.index_select(codebook, 0, chosen), [-1, 1, %d])".formatted(width),
                        "seen = torch.mul(whole, torch.unsqueeze(before, 0))",
                        "where = torch.mul(torch.ones_like(torch.slice(seen, 2, 0, %d, 1)), place)".formatted(places),
                        "inputs = torch.reshape(torch.cat([seen, where], 2), [-1, %d])".formatted(width + places),
                        "logs = torch.log_softmax(torch.to((self).logits(inputs, ), 6), 1)",
                        "own = torch.gather(logs, 1, torch.unsqueeze(chosen, 1))"),
                "(torch.mul(torch.mean(own), %d.),)".formatted(-places),
                "Tuple[Tensor]");
        return new TorchScript("Objective", logits.parameters(), List.of(logits.method(), forward));
    }

    /**
     * @param codes (count, places) entries of the codes that are trained on
     * @param heldOut the same of others
     */
    Codebook fit(float[] codes, float[] heldOut, Path folder, int threads, TrainingMethod.Listener listener) {
        TorchScript module = module();
        Checkpoint begin = Checkpoint.start("", 0, module.parameters(), BestEpoch.NONE);
        Recipe.Optimiser adam = new Recipe.Optimiser(recipe.rate(), 100, 0.9, 0.999, 0, 0, 0);
        int count = codes.length / places;
        int steps = count / recipe.batch();
        int all = steps * recipe.epochs();
        BestEpoch best = BestEpoch.NONE;
        try (TrainingSession session =
                new TrainingSession(null, 1, module, Optimiser.module(adam, 0, false), begin, folder, threads, null)) {
            for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
                int[] order = noise.stream(epoch + 1).permutation(count);
                double loss = 0;
                for (int step = 0; step < steps; step++) {
                    int done = epoch * steps + step;
                    double rate = recipe.rate()
                            * Math.min(1, (done + 1) / 100.0)
                            * 0.5
                            * (1 + Math.cos(Math.PI * done / all));
                    loss += session.step(rate, inputs(codes, order, step * recipe.batch(), recipe.batch()))
                            .get(0)[0];
                }
                double held = logMass(session, heldOut);
                if (held > best.bound()) {
                    best = new BestEpoch(
                            epoch + 1, held, session.checkpoint("", 0, best).weights());
                }
                listener.fitted((epoch + 1) * steps, all, loss / steps, held);
            }
        }
        if (best.epoch() == 0) {
            throw Failure.modelFailed("codebook: prior", "a finite mass of the held-out codes", best.bound())
                    .hint("lower its rate");
        }
        return codebook(best.weights());
    }

    private double logMass(TrainingSession session, float[] codes) {
        int count = codes.length / places;
        int[] rows = IntStream.range(0, count).toArray();
        double sum = 0;
        for (int from = 0; from < count; from += recipe.batch()) {
            int some = Math.min(recipe.batch(), count - from);
            sum -= session.measure(inputs(codes, rows, from, some)).get(0)[0] * (double) some;
        }
        return sum / count;
    }

    private TrainingSession.Input[] inputs(float[] codes, int[] rows, int from, int count) {
        float[] some = new float[count * places];
        for (int i = 0; i < count; i++) {
            System.arraycopy(codes, rows[from + i] * places, some, i * places, places);
        }
        int width = numbers * places;
        float[] before = new float[places * width];
        float[] place = new float[places * places];
        for (int p = 0; p < places; p++) {
            Arrays.fill(before, p * width, p * width + p * numbers, 1);
            place[p * places + p] = 1;
        }
        return new TrainingSession.Input[] {
            new TrainingSession.Input(some, count, places),
            new TrainingSession.Input(entries, entries.length / numbers, numbers),
            new TrainingSession.Input(before, places, width),
            new TrainingSession.Input(place, places, places)
        };
    }

    private Codebook codebook(List<Tensor> weights) {
        return new Codebook(entries, numbers, places, new ContextNetwork(FlowMatchingFit.layers(weights), places));
    }
}
