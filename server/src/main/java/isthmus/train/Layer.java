package isthmus.train;

import java.util.Arrays;
import java.util.List;

/**
 * A layer of a network, which writes itself as TorchScript. A new kind of layer is a record here and its plain
 * computation in the reference network of the tests. Immutable; any thread.
 */
public sealed interface Layer {
    /**
     * Writes this layer's statements and parameters.
     *
     * @param x the variable that holds the input
     * @return the variable that holds the output
     */
    String write(MethodWriter script, String x);

    /** Nonlinearities by the names recipes give them. */
    enum Nonlinearity {
        RELU("torch.relu(%s)", 2),
        ELU("torch.elu(%s)", 1.5),
        SILU("torch.silu(%s)", 2.8),
        GELU("torch.gelu(%s)", 2.5),
        TANH("torch.tanh(%s)", 1);

        private final String call;
        private final double gain;

        Nonlinearity(String call, double gain) {
            this.call = call;
            this.gain = gain;
        }

        /** Initial weight variance times fan-in for a layer before this nonlinearity, which keeps the scale of activations. */
        double gain() {
            return gain;
        }
    }

    /**
     * y = W x + b.
     *
     * @param gain variance of an initial weight, times the fan-in
     * @param biasRange initial biases are uniform in [−biasRange, biasRange]
     * @param float32 whether it is computed in float32 even where the network trains in bfloat16
     */
    record Linear(int in, int out, double gain, double biasRange, boolean float32) implements Layer {
        @Override
        public String write(MethodWriter script, String x) {
            String w = script.weight(new int[] {out, in}, in, gain);
            String b = script.bias(out, biasRange);
            MethodWriter.Precision precision = float32 ? MethodWriter.Precision.FLOAT32 : script.precision;
            return script.assign("torch.linear(%s, %s, %s)"
                    .formatted(precision.cast(x, script), precision.cast(w, script), precision.cast(b, script)));
        }
    }

    /**
     * (batch, in) to (batch, channels, height, width): W x at every pixel, plus a learned map of the same shape. The map
     * starts as random linear functions of the coordinates in [−1, 1], as if these were two more inputs; so the layers
     * that follow see the code and the position, and share their weights between positions.
     */
    record SpatialBroadcast(int in, int channels, int height, int width, double gain) implements Layer {
        @Override
        public String write(MethodWriter script, String x) {
            String w = script.weight(new int[] {channels, in}, in + 2, gain);
            String map = script.coordinatePlanes(channels, height, width, in + 2, gain);
            String y = script.assign("torch.linear(%s, %s, None)".formatted(x, w));
            return script.assign("torch.add(torch.reshape(%s, [-1, %d, 1, 1]), %s)".formatted(y, channels, map));
        }
    }

    /** A convolution with square kernels, weights (out, in, kernel, kernel). */
    record Convolution(int in, int out, int kernel, int stride, int padding, double gain, boolean float32)
            implements Layer {
        @Override
        public String write(MethodWriter script, String x) {
            String w = script.weight(new int[] {out, in, kernel, kernel}, in * kernel * kernel, gain);
            String b = script.bias(out, 0);
            return convolve(script, "torch.conv2d", x, w, b, stride, padding, float32);
        }
    }

    /** A transposed convolution, weights (in, out, kernel, kernel); kernel 4, stride 2, padding 1 doubles a side. */
    record TransposedConvolution(int in, int out, int kernel, int stride, int padding, double gain, boolean float32)
            implements Layer {
        @Override
        public String write(MethodWriter script, String x) {
            // Each output pixel sees kernel/stride taps a side.
            int fanIn = Math.max(1, in * kernel * kernel / (stride * stride));
            String w = script.weight(new int[] {in, out, kernel, kernel}, fanIn, gain);
            String b = script.bias(out, 0);
            return convolve(script, "torch.conv_transpose2d", x, w, b, stride, padding, float32);
        }
    }

    private static String convolve(
            MethodWriter script, String call, String x, String w, String b, int stride, int padding, boolean float32) {
        MethodWriter.Precision precision = float32 ? MethodWriter.Precision.FLOAT32 : script.precision;
        return script.assign("%s(%s, %s, %s, [%d, %d], [%d, %d])"
                .formatted(
                        call,
                        precision.castImage(x, script),
                        precision.castImage(w, script),
                        precision.cast(b, script),
                        stride,
                        stride,
                        padding,
                        padding));
    }

    record Activation(Nonlinearity kind) implements Layer {
        @Override
        public String write(MethodWriter script, String x) {
            return script.assign(kind.call.formatted(x));
        }
    }

    /** y = x + branch(x). The last weights of the branch start at zero, so a deep network starts as a shallow one. */
    record Residual(List<Layer> branch) implements Layer {
        @Override
        public String write(MethodWriter script, String x) {
            String y = x;
            for (Layer layer : branch) {
                y = layer.write(script, y);
            }
            return script.assign("torch.add(%s, %s)".formatted(x, y));
        }
    }

    /** Values dropped at random while training, nothing otherwise. */
    record Dropout(double rate) implements Layer {
        @Override
        public String write(MethodWriter script, String x) {
            return script.training && rate > 0
                    ? script.assign("torch.dropout(%s, %s, self.training)".formatted(x, rate))
                    : x;
        }
    }

    /** (batch, ...) to (batch, size). */
    record Flatten(int size) implements Layer {
        @Override
        public String write(MethodWriter script, String x) {
            return script.assign("torch.reshape(%s, [-1, %d])".formatted(x, size));
        }
    }

    /** (batch, channels · height · width) to (batch, channels, height, width). */
    record Unflatten(int channels, int height, int width) implements Layer {
        @Override
        public String write(MethodWriter script, String x) {
            return script.assign("torch.reshape(%s, [-1, %d, %d, %d])".formatted(x, channels, height, width));
        }
    }

    /** Layers one after another. */
    record Sequence(List<Layer> layers) implements Layer {
        public Sequence {
            layers = List.copyOf(layers);
        }

        @Override
        public String write(MethodWriter script, String x) {
            String y = x;
            for (Layer layer : layers) {
                y = layer.write(script, y);
            }
            return y;
        }
    }

    /** (batch, groups · size) to (batch, groups, size). */
    record Grouped(int groups, int size) implements Layer {
        @Override
        public String write(MethodWriter script, String x) {
            return script.assign("torch.reshape(%s, [-1, %d, %d])".formatted(x, groups, size));
        }
    }

    /** What two layers make of the same input, (batch, groups, sizes), beside one another in the last side. */
    record Beside(Layer left, Layer right) implements Layer {
        @Override
        public String write(MethodWriter script, String x) {
            return script.assign("torch.cat([%s, %s], 2)".formatted(left.write(script, x), right.write(script, x)));
        }
    }

    /** (batch, size · size) to triangular matrices (batch, size, size), whose diagonal is the exponential and so positive. */
    record Triangle(int size) implements Layer {
        @Override
        public String write(MethodWriter script, String x) {
            String square = script.assign("torch.reshape(%s, [-1, %d, %d])".formatted(x, size, size));
            String diagonal = script.assign("torch.exp(torch.diagonal(%s, 0, 1, 2))".formatted(square));
            return script.assign("torch.add(torch.tril(%s, -1), torch.diag_embed(%s))".formatted(square, diagonal));
        }
    }

    /**
     * The same (batch, size) whatever the input.
     *
     * @param numbers size for one of each place, or 1 for one of all
     */
    record Constant(int size, int numbers, double value, boolean learned) implements Layer {
        @Override
        public String write(MethodWriter script, String x) {
            float[] values = new float[numbers];
            Arrays.fill(values, (float) value);
            String row = learned
                    ? script.parameter("constant", new int[] {numbers}, values)
                    : "torch.full([1], %s)".formatted(value);
            return script.assign("torch.mul(torch.ones([torch.size(%s, 0), %d]), %s)".formatted(x, size, row));
        }
    }
}
