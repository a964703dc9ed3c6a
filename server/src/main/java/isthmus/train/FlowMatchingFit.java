package isthmus.train;

import isthmus.Failure;
import isthmus.latent.Dense;
import isthmus.latent.FlowMatching;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.VelocityNetwork;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import isthmus.train.Layer.Activation;
import isthmus.train.Layer.Linear;
import isthmus.train.Layer.Nonlinearity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits p(z) to the codes of images by conditional flow matching along straight paths (Lipman and others 2023):
 *
 * <pre>
 * repeat
 *   y1 ~ q(z) standardised,  y0 ~ N(0, I),  t ~ U(0, 1)
 *   y  = (1 − t) y0 + t y1
 *   step down the gradient of |v(y, t) − (y1 − y0)|²
 * </pre>
 *
 * <p>It gives the running average of the weights where the held-out codes have the greatest log density. One thread.
 */
final class FlowMatchingFit {
    private static final int MEASUREMENTS = 10; // of the held-out codes, the last at the end
    private static final int HELD_OUT = 2000; // codes at most
    private static final double SPANS = 12; // of the running average of the weights, in all steps

    private final VelocityRecipe field;
    private final PosteriorBatch codes;
    private final float[] heldOut; // (count, dim)
    private final Noise noise;
    private final int dim;
    private final Network velocity;
    private final float[] offset;
    private final float[] scale;

    /** Told after each measurement: the loss since the last, and the mean log density of the held-out codes. */
    interface Listener {
        void measured(int step, int steps, double loss, double logDensity);
    }

    /**
     * @param codes q(z|x) of the images that are trained on
     * @param heldOut those of others, of which one draw each is held out
     */
    FlowMatchingFit(VelocityRecipe field, PosteriorBatch codes, PosteriorBatch heldOut, Noise noise) {
        this.field = field;
        this.codes = codes;
        this.noise = noise;
        dim = codes.dim();
        int[] rows = IntStream.range(0, Math.min(HELD_OUT, heldOut.count())).toArray();
        this.heldOut = draws(heldOut, rows, noise.stream(1));
        float[] all = draws(codes, IntStream.range(0, codes.count()).toArray(), noise.stream(2));
        offset = new float[dim];
        scale = new float[dim];
        standardise(all);
        velocity = network();
    }

    private void standardise(float[] z) {
        int count = z.length / dim;
        for (int d = 0; d < dim; d++) {
            double sum = 0;
            double squares = 0;
            for (int row = 0; row < count; row++) {
                double value = z[row * dim + d];
                sum += value;
                squares += value * value;
            }
            offset[d] = (float) (sum / count);
            scale[d] = (float) Math.sqrt(Math.max(1e-12, squares / count - sum / count * (sum / count)));
        }
    }

    private Network network() {
        List<Layer> layers = new ArrayList<>();
        int in = dim + field.frequencies();
        for (int units : field.units()) {
            layers.add(new Linear(in, units, Nonlinearity.SILU.gain(), 0, true));
            layers.add(new Activation(Nonlinearity.SILU));
            in = units;
        }
        layers.add(new Linear(in, dim, 0, 0, true));
        return new Network("Velocity", layers, List.of());
    }

    /** {@code forward(y1, y0, t)}: the loss, averaged over the batch. */
    private TorchScript module() {
        Network.GeneratedMethod v = velocity.write("velocity", MethodWriter.Precision.FLOAT32, true, noise.stream(0));
        List<String> lines = List.of(
                "y = torch.add(torch.mul(y0, torch.rsub(t, 1.)), torch.mul(y1, t))",
                "angles = torch.mul(t, torch.reshape(torch.mul(torch.arange(1, %d), %s), [1, -1]))"
                        .formatted(field.frequencies() + 1, Math.PI),
                "waves = torch.cos(angles)",
                "v = (self).velocity(torch.cat([y, waves], 1), )",
                "error = torch.sub(v, torch.sub(y1, y0))");
        ScriptMethod forward = new ScriptMethod(
                "forward",
                List.of("y1: Tensor", "y0: Tensor", "t: Tensor"),
                lines,
                "(torch.mean(torch.sum(torch.mul(error, error), [1])),)",
                "Tuple[Tensor]");
        return new TorchScript("Objective", v.parameters(), List.of(v.method(), forward));
    }

    FlowMatching fit(Path folder, int threads, Listener listener) {
        TorchScript module = module();
        Checkpoint begin = Checkpoint.start("", 0, module.parameters(), BestEpoch.NONE);
        Recipe.Optimiser adam = new Recipe.Optimiser(field.rate(), 100, 0.9, 0.999, 0, 0, 0);
        double average = Math.max(0, 1 - SPANS / field.steps());
        FlowMatching best = null;
        double greatest = Double.NEGATIVE_INFINITY;
        double loss = 0;
        Noise draws = noise.stream(3);
        try (TrainingSession session = new TrainingSession(
                null, dim, module, Optimiser.module(adam, average, false), begin, folder, threads, null)) {
            for (int step = 1; step <= field.steps(); step++) {
                loss += step(session, rate(step), draws);
                int interval = Math.max(1, field.steps() / MEASUREMENTS);
                if (step % interval == 0) {
                    FlowMatching flow =
                            flow(session.checkpoint("", 0, BestEpoch.NONE).averages());
                    double density = logDensity(flow);
                    listener.measured(step, field.steps(), loss / interval, density);
                    if (density > greatest) {
                        greatest = density;
                        best = flow;
                    }
                    loss = 0;
                }
            }
        }
        if (best == null) {
            throw Failure.modelFailed("velocity", "a finite density of the held-out codes", greatest)
                    .hint("lower the recipe's velocity.rate");
        }
        return best;
    }

    private double rate(int step) {
        return field.rate() * Math.min(1, step / 100.0) * 0.5 * (1 + Math.cos(Math.PI * step / field.steps()));
    }

    private double step(TrainingSession session, double rate, Noise draws) {
        int[] rows = new int[field.batch()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = draws.nextInt(codes.count());
        }
        float[] y1 = draws(codes, rows, draws);
        for (int i = 0; i < y1.length; i++) {
            y1[i] = (y1[i] - offset[i % dim]) / scale[i % dim];
        }
        return session.step(
                        rate,
                        new TrainingSession.Input(y1, rows.length, dim),
                        new TrainingSession.Input(draws.normals(y1.length), rows.length, dim),
                        new TrainingSession.Input(draws.uniforms(rows.length), rows.length, 1))
                .get(0)[0];
    }

    /** A draw of the posterior of each of these rows, (rows, dim). */
    private static float[] draws(PosteriorBatch posteriors, int[] rows, Noise noise) {
        float[] z = new float[rows.length * posteriors.dim()];
        for (int i = 0; i < rows.length; i++) {
            posteriors.get(rows[i]).draw(noise, z, i);
        }
        return z;
    }

    private double logDensity(FlowMatching flow) {
        int count = heldOut.length / dim;
        return IntStream.range(0, count)
                        .mapToDouble(row -> flow.logDensity(heldOut, row))
                        .sum()
                / count;
    }

    private FlowMatching flow(List<Tensor> weights) {
        return new FlowMatching(new VelocityNetwork(dim, layers(weights)), offset, scale);
    }

    /** Dense layers whose weights and biases follow one another. */
    static List<Dense> layers(List<Tensor> weights) {
        List<Dense> layers = new ArrayList<>();
        for (int i = 0; i < weights.size(); i += 2) {
            layers.add(new Dense(weights.get(i).values(), weights.get(i + 1).values()));
        }
        return layers;
    }
}
