package isthmus.train;

import isthmus.latent.Noise;
import isthmus.torchscript.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the body of a TorchScript method: numbered statements, and the parameters they use in the order in which layers
 * declare them. The same layers declare the same parameters in either precision, so weights trained in one fit the
 * other. One thread.
 */
final class MethodWriter {
    /** What the matrix products are computed in; parameters, sums and losses are float32 in both. */
    enum Precision {
        FLOAT32(6),
        BFLOAT16(15);

        private final int scalarType; // PyTorch's number for the type

        Precision(int scalarType) {
            this.scalarType = scalarType;
        }

        String cast(String x, MethodWriter script) {
            return script.precision == FLOAT32 ? x : "torch.to(%s, %d)".formatted(x, scalarType);
        }

        /**
         * Casts; while training also to channels-last (memory format 2), in which PyTorch's convolutions and above all
         * their gradients are up to 1.5 times as fast.
         */
        String castImage(String x, MethodWriter script) {
            return script.training
                    ? "torch.contiguous(%s, memory_format=2)".formatted(cast(x, script))
                    : cast(x, script);
        }
    }

    private final String prefix;
    final Precision precision;
    final boolean training;
    private final Noise noise;
    private final boolean half;
    final List<String> lines = new ArrayList<>();
    final List<Tensor> parameters = new ArrayList<>();
    private int variables;

    /**
     * @param prefix of every name, so that two networks can share a module
     * @param training whether layers that only training has, such as dropout, are written
     * @param noise where the initial weights come from; null where only the text is wanted
     * @param half whether parameters are held in half precision, and computed with in float32
     */
    MethodWriter(String prefix, Precision precision, boolean training, Noise noise, boolean half) {
        this.half = half;
        this.prefix = prefix;
        this.training = training;
        this.precision = precision;
        this.noise = noise;
    }

    /** Adds a statement and returns the new variable that it assigns. */
    String assign(String expression) {
        String name = prefix + "_" + variables++;
        lines.add(name + " = " + expression);
        return name;
    }

    /** A weight drawn from N(0, gain / fanIn). */
    String weight(int[] shape, int fanIn, double gain) {
        float[] values = new float[Tensor.size(shape)];
        if (noise != null && gain > 0) {
            float scale = (float) Math.sqrt(gain / fanIn);
            for (int i = 0; i < values.length; i++) {
                values[i] = scale * (float) noise.normal();
            }
        }
        return parameter("weight", shape, values);
    }

    /** Planes over a grid, each a linear function of both coordinates in [−1, 1] with weights from N(0, gain / fanIn). */
    String coordinatePlanes(int planes, int height, int width, int fanIn, double gain) {
        float[] values = new float[planes * height * width];
        for (int p = 0; p < planes && noise != null; p++) {
            double scale = Math.sqrt(gain / fanIn);
            double weightY = scale * noise.normal();
            double weightX = scale * noise.normal();
            for (int i = 0; i < height * width; i++) {
                double y = (2.0 * (i / width) + 1) / height - 1;
                double x = (2.0 * (i % width) + 1) / width - 1;
                values[p * height * width + i] = (float) (weightY * y + weightX * x);
            }
        }
        return parameter("places", new int[] {planes, height, width}, values);
    }

    /** A bias drawn uniformly from [−range, range]. */
    String bias(int size, double range) {
        float[] values = new float[size];
        for (int i = 0; i < size && noise != null && range > 0; i++) {
            values[i] = (float) (range * (2 * noise.uniform() - 1));
        }
        return parameter("bias", new int[] {size}, values);
    }

    /** Declares a parameter and returns the expression that reads it. */
    String parameter(String role, int[] shape, float[] values) {
        String name = prefix + "_" + role + "_" + parameters.size();
        parameters.add(new Tensor(name, shape, values));
        return half ? "torch.to(self.%s, %d)".formatted(name, Precision.FLOAT32.scalarType) : "self." + name;
    }
}
