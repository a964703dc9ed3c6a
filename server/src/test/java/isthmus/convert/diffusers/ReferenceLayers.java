package isthmus.convert.diffusers;

import isthmus.latent.Noise;
import isthmus.torchscript.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Layers in plain loops over double precision, for one image at a time. Weights are drawn when a layer first asks for them
 * by name, so that what was computed by is a file to be read.
 */
final class ReferenceLayers {
    /** Values of one image, row-major. */
    record Value(int channels, int height, int width, double[] values) {
        double at(int channel, int y, int x) {
            return y < 0 || x < 0 || y >= height || x >= width ? 0 : values[(channel * height + y) * width + x];
        }

        Value map(DoubleUnaryOperator each) {
            double[] mapped = new double[values.length];
            for (int i = 0; i < mapped.length; i++) {
                mapped[i] = each.applyAsDouble(values[i]);
            }
            return new Value(channels, height, width, mapped);
        }

        Value plus(Value other) {
            double[] sum = new double[values.length];
            for (int i = 0; i < sum.length; i++) {
                sum[i] = values[i] + other.values[i];
            }
            return new Value(channels, height, width, sum);
        }
    }

    final Map<String, Tensor> weights = new LinkedHashMap<>();

    float[] weight(String name, int... shape) {
        return weights.computeIfAbsent(name, key -> {
                    int fan = shape.length == 1 ? 1 : Tensor.size(shape) / shape[0];
                    float[] values = Noise.named(7, key).normals(Tensor.size(shape));
                    for (int i = 0; i < values.length; i++) {
                        values[i] /= (float) Math.sqrt(fan);
                    }
                    return new Tensor(key, shape, values);
                })
                .values();
    }

    static Value silu(Value x) {
        return x.map(v -> v / (1 + Math.exp(-v)));
    }

    static Value relu(Value x) {
        return x.map(v -> Math.max(v, 0));
    }

    Value convolution(Value x, String name, int out, int kernel) {
        return convolution(x, name, out, kernel, 1, kernel / 2, true);
    }

    /** @param before rows and columns of zeros above and at the left; as many as are asked for lie at the other sides */
    Value convolution(Value x, String name, int out, int kernel, int stride, int before, boolean bias) {
        float[] w = weight(name + ".weight", out, x.channels(), kernel, kernel);
        float[] b = bias ? weight(name + ".bias", out) : new float[out];
        int height = x.height() / stride;
        int width = x.width() / stride;
        double[] y = new double[out * height * width];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < height * width; i++) {
                double sum = b[o];
                for (int c = 0; c < x.channels(); c++) {
                    for (int k = 0; k < kernel * kernel; k++) {
                        int row = i / width * stride - before + k / kernel;
                        int column = i % width * stride - before + k % kernel;
                        sum += w[(o * x.channels() + c) * kernel * kernel + k] * x.at(c, row, column);
                    }
                }
                y[o * height * width + i] = sum;
            }
        }
        return new Value(out, height, width, y);
    }

    Value groupNorm(Value x, String name, int groups) {
        float[] w = weight(name + ".weight", x.channels());
        float[] b = weight(name + ".bias", x.channels());
        int area = x.height() * x.width();
        int each = x.channels() / groups * area;
        double[] y = new double[x.values().length];
        for (int group = 0; group < groups; group++) {
            double mean = 0;
            double square = 0;
            for (int i = group * each; i < (group + 1) * each; i++) {
                mean += x.values()[i] / each;
                square += x.values()[i] * x.values()[i] / each;
            }
            for (int i = group * each; i < (group + 1) * each; i++) {
                y[i] = (x.values()[i] - mean) / Math.sqrt(square - mean * mean + 1e-6) * w[i / area] + b[i / area];
            }
        }
        return new Value(x.channels(), x.height(), x.width(), y);
    }

    /** W x + b at each place. */
    Value linear(Value x, String name) {
        int size = x.channels();
        float[] w = weight(name + ".weight", size, size);
        float[] b = weight(name + ".bias", size);
        int area = x.height() * x.width();
        double[] y = new double[size * area];
        for (int i = 0; i < y.length; i++) {
            y[i] = b[i / area];
            for (int c = 0; c < size; c++) {
                y[i] += w[i / area * size + c] * x.values()[c * area + i % area];
            }
        }
        return new Value(size, x.height(), x.width(), y);
    }

    Value attention(Value x, String name, int groups, String... parts) {
        Value normal = groupNorm(x, name + ".group_norm", groups);
        Value query = linear(normal, name + "." + parts[0]);
        Value key = linear(normal, name + "." + parts[1]);
        Value value = linear(normal, name + "." + parts[2]);
        int area = x.height() * x.width();
        double[] y = new double[x.values().length];
        for (int at = 0; at < area; at++) {
            double[] share = new double[area];
            double total = 0;
            for (int other = 0; other < area; other++) {
                for (int c = 0; c < x.channels(); c++) {
                    share[other] += query.values()[c * area + at] * key.values()[c * area + other];
                }
                share[other] = Math.exp(share[other] / Math.sqrt(x.channels()));
                total += share[other];
            }
            for (int i = 0; i < x.channels() * area; i++) {
                y[i / area * area + at] += share[i % area] / total * value.values()[i];
            }
        }
        return x.plus(linear(new Value(x.channels(), x.height(), x.width(), y), name + "." + parts[3]));
    }

    static Value doubled(Value x) {
        double[] y = new double[4 * x.values().length];
        int width = 2 * x.width();
        for (int i = 0; i < y.length; i++) {
            int row = i / width % (2 * x.height());
            y[i] = x.at(i / width / (2 * x.height()), row / 2, i % width / 2);
        }
        return new Value(x.channels(), 2 * x.height(), width, y);
    }

    Value residual(Value x, String name, int out, int groups) {
        Value y = convolution(silu(groupNorm(x, name + ".norm1", groups)), name + ".conv1", out, 3);
        y = convolution(silu(groupNorm(y, name + ".norm2", groups)), name + ".conv2", out, 3);
        return y.plus(x.channels() == out ? x : convolution(x, name + ".conv_shortcut", out, 1));
    }
}
