package isthmus.train;

import isthmus.latent.Noise;
import java.util.ArrayList;
import java.util.List;

/**
 * A TorchScript method while it is written: numbered statements, and the parameters they name, in the order in which
 * the layers ask for them. The same layers written in either precision ask for the same parameters, so weights trained
 * in one fit the other. One thread.
 */
final class Script {
    /** What the matrix products are computed in; parameters, sums and losses are float32 in both. */
    enum Precision {
        FLOAT32(6),
        BFLOAT16(15);

        private final int scalarType; // PyTorch's number for the type

        Precision(int scalarType) {
            this.scalarType = scalarType;
        }

        String cast(String x, Script script) {
            return script.precision == FLOAT32 ? x : "torch.to(%s, %d)".formatted(x, scalarType);
        }

        /**
         * Cast; while training with channels innermost (memory format 2), in which the engine's convolutions and above
         * all their gradients run up to half as fast again.
         */
        String castImage(String x, Script script) {
            return script.training
                    ? "torch.contiguous(%s, memory_format=2)".formatted(cast(x, script))
                    : cast(x, script);
        }
    }

    private final String prefix;
    private final Precision precision;
    private final boolean training;
    private final Noise noise;
    private final List<String> lines = new ArrayList<>();
    private final List<Tensor> parameters = new ArrayList<>();
    private int names;

    /**
     * @param prefix begins every name, so that two networks can share a module
     * @param training whether what only training does, such as dropout, is written
     * @param noise where the initial weights come from; null where only the text is wanted
     */
    Script(String prefix, Precision precision, boolean training, Noise noise) {
        this.prefix = prefix;
        this.training = training;
        this.precision = precision;
        this.noise = noise;
    }

    Precision precision() {
        return precision;
    }

    boolean training() {
        return training;
    }

    List<String> lines() {
        return lines;
    }

    List<Tensor> parameters() {
        return parameters;
    }

    /** Adds a statement, and gives the fresh variable that it assigns. */
    String assign(String expression) {
        String name = prefix + "_" + names++;
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

    /** Planes over a grid, each a sum of both coordinates, from −1 to 1, with slopes drawn from N(0, gain / fanIn). */
    String slopes(int planes, int height, int width, int fanIn, double gain) {
        float[] values = new float[planes * height * width];
        for (int p = 0; p < planes && noise != null; p++) {
            double scale = Math.sqrt(gain / fanIn);
            double down = scale * noise.normal();
            double across = scale * noise.normal();
            for (int i = 0; i < height * width; i++) {
                double y = (2.0 * (i / width) + 1) / height - 1;
                double x = (2.0 * (i % width) + 1) / width - 1;
                values[p * height * width + i] = (float) (down * y + across * x);
            }
        }
        return parameter("places", new int[] {planes, height, width}, values);
    }

    /** A bias drawn from [−spread, spread]. */
    String bias(int size, double spread) {
        float[] values = new float[size];
        for (int i = 0; i < size && noise != null && spread > 0; i++) {
            values[i] = (float) (spread * (2 * noise.uniform() - 1));
        }
        return parameter("bias", new int[] {size}, values);
    }

    /** Declares a parameter and gives the expression that reads it. */
    String parameter(String what, int[] shape, float[] values) {
        String name = prefix + "_" + what + "_" + parameters.size();
        parameters.add(new Tensor(name, shape, values));
        return "self." + name;
    }
}
