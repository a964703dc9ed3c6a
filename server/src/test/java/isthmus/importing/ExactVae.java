package isthmus.importing;

import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.torchscript.Tensor;
import isthmus.train.SmallModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A VAE whose encoder is right by a closed form, and images drawn from it: each latent axis moves pixels of its own, from
 * strongly to not at all. Its files are written as strangers write theirs, by TorchScript's source around its layers.
 *
 * @param gaussian whether the decoder gives means under a Gaussian, or else logits under a Bernoulli likelihood
 * @param images (COUNT, channels, height, width) in [0, 1]
 */
public record ExactVae(Shape shape, boolean gaussian, List<Tensor> encoder, List<Tensor> decoder, float[] images) {
    public static final int DIM = 4;
    public static final int COUNT = 96;
    public static final double SIGMA = 0.05;

    /** TorchScript's source for the mean and for the precision of q(z|x), of {@code x}: (batch, values) in [0, 1]. */
    static final String MEAN = "torch.linear(s, self.mean_w, self.mean_b)";

    static final String PRECISION = "torch.add(torch.linear(v, self.bend_w), 1.)";

    /** The same for what the decoder gives for {@code z}. */
    static final String IMAGE = "torch.linear(z, self.out_w, self.out_b)";

    static ExactVae bernoulli(Shape shape) {
        return of(shape, false, new double[] {1.5, 0.8, 0.3, 0});
    }

    public static ExactVae gaussian(Shape shape) {
        return of(shape, true, new double[] {0.12, 0.06, 0.02, 0});
    }

    private static ExactVae of(Shape shape, boolean gaussian, double[] strength) {
        Noise noise = new Noise(7, 0);
        int values = shape.size();
        float[] out = new float[values * DIM];
        float[] bias = new float[values];
        float[] mean = new float[DIM * values];
        float[] bend = new float[DIM * values];
        for (int v = 0; v < values; v++) {
            int axis = v % DIM;
            double sign = noise.uniform() < 0.5 ? -1 : 1;
            bias[v] = (float) (gaussian ? 0.3 + 0.4 * noise.uniform() : 2 * noise.uniform() - 1);
            out[v * DIM + axis] = (float) (strength[axis] * sign);
            double weight = gaussian ? 1 / (SIGMA * SIGMA) : 1;
            bend[axis * values + v] = (float) (strength[axis] * strength[axis] * weight);
            double typical = values / DIM * strength[axis] * strength[axis] * (gaussian ? weight : 0.2);
            mean[axis * values + v] =
                    strength[axis] == 0 ? 0 : (float) (typical / (1 + typical) * sign * DIM / values / strength[axis]);
        }
        float[] shift = new float[DIM];
        for (int i = 0; i < mean.length; i++) {
            shift[i / values] -= mean[i] * bias[i % values];
        }
        return new ExactVae(
                shape,
                gaussian,
                List.of(
                        new Tensor("mean_w", new int[] {DIM, values}, mean),
                        new Tensor("mean_b", new int[] {DIM}, shift),
                        new Tensor("bend_w", new int[] {DIM, values}, bend)),
                List.of(
                        new Tensor("out_w", new int[] {values, DIM}, out),
                        new Tensor("out_b", new int[] {values}, bias)),
                images(values, gaussian, out, bias, noise));
    }

    private static float[] images(int values, boolean gaussian, float[] out, float[] bias, Noise noise) {
        float[] images = new float[COUNT * values];
        for (int i = 0; i < COUNT; i++) {
            float[] z = noise.normals(DIM);
            for (int v = 0; v < values; v++) {
                double y = bias[v];
                for (int d = 0; d < DIM; d++) {
                    y += out[v * DIM + d] * z[d];
                }
                images[i * values + v] = (float)
                        (gaussian ? Math.min(1, Math.max(0, y + SIGMA * noise.normal())) : 1 / (1 + Math.exp(-y)));
            }
        }
        return images;
    }

    /** The statements before {@link #MEAN} and {@link #PRECISION}; {@code input} makes {@code x} of (batch, values). */
    private List<String> before(List<String> input) {
        List<String> lines = new ArrayList<>(input);
        lines.add("s = " + (gaussian ? "x" : "torch.logit(x, 1e-05)"));
        lines.add("v = " + (gaussian ? "torch.ones_like(x)" : "torch.mul(x, torch.sub(torch.ones_like(x), x))"));
        lines.add("mu = " + MEAN);
        lines.add("logvar = torch.neg(torch.log(" + PRECISION + "))");
        return lines;
    }

    /** @param input statements that make {@code x} of (batch, values) in [0, 1] of what the network takes */
    public void writeEncoder(Path file, List<String> input, String result, String type) {
        SmallModels.module(file, encoder, before(input), result, type);
    }

    /** @param input statements that make {@code z} of {@code x} */
    public void writeDecoder(Path file, List<String> input, String result, String type) {
        List<String> lines = new ArrayList<>(input);
        lines.add("y = " + IMAGE);
        SmallModels.module(file, decoder, lines, result, type);
    }

    String reshaped(String y) {
        return "torch.reshape(%s, [-1, %d, %d, %d])".formatted(y, shape.channels(), shape.height(), shape.width());
    }
}
