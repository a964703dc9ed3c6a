package isthmus.train;

import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small TorchScript files for tests in any room, made by the writer that trained models are written by. */
public final class SmallModels {
    public static final String ONE = "Tensor";
    public static final String TWO = "Tuple[Tensor, Tensor]";

    private SmallModels() {}

    /** A file whose forward pass over {@code x} is these statements, with these parameters as {@code self.name}. */
    public static void module(Path file, List<Tensor> parameters, List<String> lines, String result, String type) {
        ScriptMethod forward = new ScriptMethod("forward", List.of("x: Tensor"), lines, result, type);
        new TorchScript("Small", parameters, List.of(forward)).write(file);
    }

    /** A file without parameters, of one expression over {@code x}. */
    public static void expression(Path file, String result, String type) {
        module(file, List.of(), List.of(), result, type);
    }

    /** y = W x + b, computed one number at a time. */
    public record Affine(int in, int out, float[] weight, float[] bias) {
        static Affine drawn(int in, int out, Noise noise) {
            float[] weight = noise.normals(out * in);
            float[] bias = noise.normals(out);
            for (int i = 0; i < weight.length; i++) {
                weight[i] /= (float) Math.sqrt(in);
            }
            return new Affine(in, out, weight, bias);
        }

        /** Row {@code row} of a batch (rows, in), as (out). */
        public double[] apply(float[] batch, int row) {
            double[] y = new double[out];
            for (int o = 0; o < out; o++) {
                y[o] = bias[o];
                for (int i = 0; i < in; i++) {
                    y[o] += (double) weight[o * in + i] * batch[row * in + i];
                }
            }
            return y;
        }

        public List<Tensor> tensors(String name) {
            return List.of(
                    new Tensor(name + "_w", new int[] {out, in}, weight),
                    new Tensor(name + "_b", new int[] {out}, bias));
        }
    }

    /** A VAE of three affine maps: to mu, to logvar, and from z to logits or to the mean. */
    public record Linear(Shape shape, int dim, Affine mu, Affine logvar, Affine output) {
        public static Linear drawn(Shape shape, int dim, long seed) {
            Noise noise = new Noise(seed, 0);
            return new Linear(
                    shape,
                    dim,
                    Affine.drawn(shape.size(), dim, noise),
                    Affine.drawn(shape.size(), dim, noise),
                    Affine.drawn(dim, shape.size(), noise));
        }

        public void writeEncoder(Path file) {
            List<Tensor> tensors = new ArrayList<>(mu.tensors("mu"));
            tensors.addAll(logvar.tensors("logvar"));
            module(
                    file,
                    tensors,
                    List.of("y = torch.flatten(x, 1, -1)"),
                    "(torch.linear(y, self.mu_w, self.mu_b), torch.linear(y, self.logvar_w, self.logvar_b))",
                    TWO);
        }

        public void writeDecoder(Path file) {
            module(
                    file,
                    output.tensors("out"),
                    List.of("y = torch.linear(x, self.out_w, self.out_b)"),
                    "torch.reshape(y, [-1, %d, %d, %d])".formatted(shape.channels(), shape.height(), shape.width()),
                    ONE);
        }
    }
}
