package isthmus.train;

import isthmus.torchscript.Tensor;
import isthmus.train.Layer.Nonlinearity;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What a network computes, in plain loops over double precision, for one image at a time. */
final class ReferenceNetwork {
    /** Values of one image with their sizes; height and width are 1 for a vector. */
    record Value(int channels, int height, int width, double[] values) {}

    private ReferenceNetwork() {}

    /** Outputs of the heads, or of the last layer where there are none. */
    static List<double[]> run(Network network, List<Tensor> weights, Value input) {
        Iterator<Tensor> next = weights.iterator();
        Value x = input;
        for (Layer layer : network.layers()) {
            x = apply(layer, next, x);
        }
        if (network.heads().isEmpty()) {
            return List.of(x.values());
        }
        List<double[]> outputs = new ArrayList<>();
        for (Layer head : network.heads()) {
            outputs.add(apply(head, next, x).values());
        }
        return outputs;
    }

    private static Value apply(Layer layer, Iterator<Tensor> next, Value x) {
        if (layer instanceof Layer.Linear) {
            return linear(next.next(), next.next(), x);
        } else if (layer instanceof Layer.SpatialBroadcast p) {
            return placed(p, next.next(), next.next(), x);
        } else if (layer instanceof Layer.Convolution c) {
            return convolution(c, next.next(), next.next(), x);
        } else if (layer instanceof Layer.TransposedConvolution t) {
            return transposed(t, next.next(), next.next(), x);
        } else if (layer instanceof Layer.Activation a) {
            return each(x, a.kind());
        } else if (layer instanceof Layer.Residual r) {
            Value y = x;
            for (Layer inner : r.branch()) {
                y = apply(inner, next, y);
            }
            double[] sum = new double[x.values().length];
            for (int i = 0; i < sum.length; i++) {
                sum[i] = x.values()[i] + y.values()[i];
            }
            return new Value(x.channels(), x.height(), x.width(), sum);
        } else if (layer instanceof Layer.Flatten f) {
            return new Value(f.size(), 1, 1, x.values());
        } else if (layer instanceof Layer.Unflatten u) {
            return new Value(u.channels(), u.height(), u.width(), x.values());
        } else if (layer instanceof Layer.Dropout || layer instanceof Layer.Grouped) {
            return x;
        } else if (layer instanceof Layer.Sequence s) {
            Value y = x;
            for (Layer inner : s.layers()) {
                y = apply(inner, next, y);
            }
            return y;
        } else if (layer instanceof Layer.Constant c) {
            float[] learned = c.learned() ? next.next().values() : new float[] {(float) c.value()};
            double[] y = new double[c.size()];
            java.util.Arrays.setAll(y, i -> learned[i % learned.length]);
            return new Value(y.length, 1, 1, y);
        } else if (layer instanceof Layer.Triangle t) {
            return triangle(t.size(), x);
        } else if (layer instanceof Layer.Beside b) {
            return beside(b, apply(b.left(), next, x), apply(b.right(), next, x));
        }
        throw new AssertionError("the reference does not know " + layer);
    }

    private static Value triangle(int size, Value x) {
        double[] y = new double[size * size];
        for (int r = 0; r < size; r++) {
            System.arraycopy(x.values(), r * size, y, r * size, r);
            y[r * size + r] = Math.exp(x.values()[r * size + r]);
        }
        return new Value(y.length, 1, 1, y);
    }

    private static Value beside(Layer.Beside layer, Value left, Value right) {
        int groups = ((Layer.Grouped) ((Layer.Sequence) layer.left()).layers().get(1)).groups();
        int a = left.values().length / groups;
        int b = right.values().length / groups;
        double[] y = new double[groups * (a + b)];
        for (int g = 0; g < groups; g++) {
            System.arraycopy(left.values(), g * a, y, g * (a + b), a);
            System.arraycopy(right.values(), g * b, y, g * (a + b) + a, b);
        }
        return new Value(y.length, 1, 1, y);
    }

    private static Value linear(Tensor w, Tensor b, Value x) {
        int out = w.shape()[0];
        int in = w.shape()[1];
        double[] y = new double[out];
        for (int o = 0; o < out; o++) {
            y[o] = b.values()[o];
            for (int i = 0; i < in; i++) {
                y[o] += (double) w.values()[o * in + i] * x.values()[i];
            }
        }
        return new Value(out, 1, 1, y);
    }

    private static Value placed(Layer.SpatialBroadcast p, Tensor w, Tensor places, Value x) {
        double[] y = new double[places.values().length];
        int area = p.height() * p.width();
        for (int i = 0; i < y.length; i++) {
            y[i] = places.values()[i];
            for (int j = 0; j < p.in(); j++) {
                y[i] += (double) w.values()[i / area * p.in() + j] * x.values()[j];
            }
        }
        return new Value(p.channels(), p.height(), p.width(), y);
    }

    private static Value convolution(Layer.Convolution c, Tensor w, Tensor b, Value x) {
        int k = c.kernel();
        int h = (x.height() + 2 * c.padding() - k) / c.stride() + 1;
        int wide = (x.width() + 2 * c.padding() - k) / c.stride() + 1;
        double[] y = new double[c.out() * h * wide];
        for (int o = 0; o < c.out(); o++) {
            for (int r = 0; r < h; r++) {
                for (int q = 0; q < wide; q++) {
                    double sum = b.values()[o];
                    for (int i = 0; i < c.in(); i++) {
                        for (int u = 0; u < k; u++) {
                            for (int v = 0; v < k; v++) {
                                int row = r * c.stride() - c.padding() + u;
                                int column = q * c.stride() - c.padding() + v;
                                if (row >= 0 && row < x.height() && column >= 0 && column < x.width()) {
                                    sum += w.values()[((o * c.in() + i) * k + u) * k + v]
                                            * x.values()[(i * x.height() + row) * x.width() + column];
                                }
                            }
                        }
                    }
                    y[(o * h + r) * wide + q] = sum;
                }
            }
        }
        return new Value(c.out(), h, wide, y);
    }

    private static Value transposed(Layer.TransposedConvolution t, Tensor w, Tensor b, Value x) {
        int k = t.kernel();
        int h = (x.height() - 1) * t.stride() - 2 * t.padding() + k;
        int wide = (x.width() - 1) * t.stride() - 2 * t.padding() + k;
        double[] y = new double[t.out() * h * wide];
        for (int o = 0; o < t.out(); o++) {
            java.util.Arrays.fill(y, o * h * wide, (o + 1) * h * wide, b.values()[o]);
        }
        for (int i = 0; i < t.in(); i++) {
            for (int r = 0; r < x.height(); r++) {
                for (int q = 0; q < x.width(); q++) {
                    double value = x.values()[(i * x.height() + r) * x.width() + q];
                    for (int o = 0; o < t.out(); o++) {
                        for (int u = 0; u < k; u++) {
                            for (int v = 0; v < k; v++) {
                                int row = r * t.stride() - t.padding() + u;
                                int column = q * t.stride() - t.padding() + v;
                                if (row >= 0 && row < h && column >= 0 && column < wide) {
                                    y[(o * h + row) * wide + column] +=
                                            value * w.values()[((i * t.out() + o) * k + u) * k + v];
                                }
                            }
                        }
                    }
                }
            }
        }
        return new Value(t.out(), h, wide, y);
    }

    private static Value each(Value x, Nonlinearity kind) {
        double[] y = new double[x.values().length];
        for (int i = 0; i < y.length; i++) {
            y[i] = apply(kind, x.values()[i]);
        }
        return new Value(x.channels(), x.height(), x.width(), y);
    }

    private static double apply(Nonlinearity kind, double x) {
        return switch (kind) {
            case RELU -> Math.max(0, x);
            case ELU -> x > 0 ? x : Math.expm1(x);
            case SILU -> x / (1 + Math.exp(-x));
            case GELU -> x * phi(x);
            case TANH -> Math.tanh(x);
        };
    }

    /** Distribution function of N(0, 1), by its power series: exact to rounding for the small values met here. */
    private static double phi(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 200; n++) {
            term *= -x * x / (2 * n);
            sum += term / (2 * n + 1);
        }
        return 0.5 + sum / Math.sqrt(2 * Math.PI);
    }
}
