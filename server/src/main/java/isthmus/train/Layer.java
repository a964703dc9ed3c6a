package isthmus.train;

import java.util.List;

/**
 * One step of a network, which writes itself as a line of TorchScript. A new kind of layer is a new record here, and
 * its plain computation goes into the test's reference network.
 */
public sealed interface Layer {
    /**
     * Writes this layer's statements and parameters.
     *
     * @param x the variable that holds the input
     * @return the variable that holds the output
     */
    String write(Script script, String x);

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

        /** Variance a layer before this nonlinearity starts with, times its fan-in, so that signals keep their size. */
        double gain() {
            return gain;
        }
    }

    /**
     * y = W x + b.
     *
     * @param gain variance of an initial weight, times the fan-in
     * @param spread initial biases are drawn from [−spread, spread]
     * @param full whether it is computed in float32 even where the network trains in bfloat16
     */
    record Linear(int in, int out, double gain, double spread, boolean full) implements Layer {
        @Override
        public String write(Script script, String x) {
            String w = script.weight(new int[] {out, in}, in, gain);
            String b = script.bias(out, spread);
            Script.Precision precision = full ? Script.Precision.FLOAT32 : script.precision();
            return script.assign("torch.linear(%s, %s, %s)"
                    .formatted(precision.cast(x, script), precision.cast(w, script), precision.cast(b, script)));
        }
    }

    /**
     * (batch, in) to (batch, channels, height, width): W x, the same at every place, plus a map of places that is
     * learned as well. It starts as the coordinates, from −1 to 1, along random directions, as if they were two more
     * inputs; so what follows starts from the code and from where it is, and needs no weights of its own for each place.
     */
    record Placed(int in, int channels, int height, int width, double gain) implements Layer {
        @Override
        public String write(Script script, String x) {
            String w = script.weight(new int[] {channels, in}, in + 2, gain);
            String places = script.slopes(channels, height, width, in + 2, gain);
            String y = script.assign("torch.linear(%s, %s, None)".formatted(x, w));
            return script.assign("torch.add(torch.reshape(%s, [-1, %d, 1, 1]), %s)".formatted(y, channels, places));
        }
    }

    /** A convolution with square kernels, weights (out, in, kernel, kernel). */
    record Convolution(int in, int out, int kernel, int stride, int padding, double gain, boolean full)
            implements Layer {
        @Override
        public String write(Script script, String x) {
            String w = script.weight(new int[] {out, in, kernel, kernel}, in * kernel * kernel, gain);
            String b = script.bias(out, 0);
            return convolve(script, "torch.conv2d", x, w, b, stride, padding, full);
        }
    }

    /** The transpose of a strided convolution, weights (in, out, kernel, kernel); 4, 2, 1 doubles a side. */
    record Transposed(int in, int out, int kernel, int stride, int padding, double gain, boolean full)
            implements Layer {
        @Override
        public String write(Script script, String x) {
            // Each output pixel sees kernel/stride taps a side.
            int fanIn = Math.max(1, in * kernel * kernel / (stride * stride));
            String w = script.weight(new int[] {in, out, kernel, kernel}, fanIn, gain);
            String b = script.bias(out, 0);
            return convolve(script, "torch.conv_transpose2d", x, w, b, stride, padding, full);
        }
    }

    private static String convolve(
            Script script, String call, String x, String w, String b, int stride, int padding, boolean full) {
        Script.Precision precision = full ? Script.Precision.FLOAT32 : script.precision();
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
        public String write(Script script, String x) {
            return script.assign(kind.call.formatted(x));
        }
    }

    /** y = x + branch(x); the branch's last weights start at zero, so that a deep network starts as a shallow one. */
    record Residual(List<Layer> branch) implements Layer {
        @Override
        public String write(Script script, String x) {
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
        public String write(Script script, String x) {
            return script.training() && rate > 0
                    ? script.assign("torch.dropout(%s, %s, self.training)".formatted(x, rate))
                    : x;
        }
    }

    /** (batch, ...) to (batch, size). */
    record Flatten(int size) implements Layer {
        @Override
        public String write(Script script, String x) {
            return script.assign("torch.reshape(%s, [-1, %d])".formatted(x, size));
        }
    }

    /** (batch, channels · height · width) to (batch, channels, height, width). */
    record Unflatten(int channels, int height, int width) implements Layer {
        @Override
        public String write(Script script, String x) {
            return script.assign("torch.reshape(%s, [-1, %d, %d, %d])".formatted(x, channels, height, width));
        }
    }
}
