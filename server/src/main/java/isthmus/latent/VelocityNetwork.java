package isthmus.latent;

import isthmus.Failure;
import java.util.List;

/**
 * The velocity v(z, t) of a flow, by dense layers with silu between them, and its divergence by forward-mode derivatives,
 * one direction a dimension. The first layer takes z and then cos(πt), cos(2πt), …, as many as it has inputs left.
 * In plain arrays, for few dimensions and small layers. Immutable; any thread.
 */
public final class VelocityNetwork {
    private final int dim;
    private final List<Dense> layers;
    private final double[][]
            weights; // of each layer (in, out), the transpose of Dense's, so that loops run along memory
    private final int widest;

    public VelocityNetwork(int dim, List<Dense> layers) {
        this.dim = dim;
        this.layers = List.copyOf(layers);
        weights = new double[layers.size()][];
        int width = 0;
        for (int l = 0; l < weights.length; l++) {
            Dense layer = layers.get(l);
            int outputs = layer.outputs();
            boolean follows = l == 0
                    ? layer.inputs() >= dim
                    : layer.inputs() == layers.get(l - 1).outputs();
            boolean ends = l < weights.length - 1 || outputs == dim;
            if (outputs == 0 || layer.weight().length % outputs != 0 || !follows || !ends || !layer.isFinite()) {
                throw Failure.badInput(
                        "layer " + l,
                        "finite weights from the layer before, and from codes of %d to such codes".formatted(dim),
                        "%d weights and %d biases".formatted(layer.weight().length, outputs));
            }
            weights[l] = transposed(layer);
            width = Math.max(width, Math.max(outputs, layer.inputs()));
        }
        if (layers.isEmpty()) {
            throw Failure.badInput("layers", "one or more", "none");
        }
        widest = width;
    }

    private static double[] transposed(Dense layer) {
        int in = layer.inputs();
        int out = layer.outputs();
        double[] values = new double[in * out];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                values[i * out + o] = layer.weight()[o * in + i];
            }
        }
        return values;
    }

    public int dim() {
        return dim;
    }

    public List<Dense> layers() {
        return layers;
    }

    /** Works v out again and again in the same memory. One thread. */
    final class Evaluation {
        private final boolean differentiated;
        private double[] x = new double[widest];
        private double[] y = new double[widest];
        private double[][] tangents = new double[dim][widest]; // of x along each dimension of z
        private double[][] others = new double[dim][widest];

        /** @param differentiated whether the divergence is wanted too */
        Evaluation(boolean differentiated) {
            this.differentiated = differentiated;
        }

        /**
         * Writes v(z, t) into velocity.
         *
         * @return its divergence, Σ ∂v_d/∂z_d; 0 where it is not wanted
         */
        double at(double[] z, double t, double[] velocity) {
            int inputs = layers.get(0).inputs();
            System.arraycopy(z, 0, x, 0, dim);
            for (int k = dim; k < inputs; k++) {
                x[k] = Math.cos(Math.PI * (k - dim + 1) * t);
            }
            for (int l = 0; l < weights.length; l++) {
                boolean hidden = l < weights.length - 1;
                multiply(l, x, y, true);
                for (int d = 0; differentiated && d < dim; d++) {
                    if (l == 0) {
                        int out = layers.get(0).outputs();
                        System.arraycopy(weights[0], d * out, others[d], 0, out);
                    } else {
                        multiply(l, tangents[d], others[d], false);
                    }
                }
                if (hidden) {
                    silu(layers.get(l).outputs());
                }
                double[] before = x;
                x = y;
                y = before;
                double[][] olds = tangents;
                tangents = others;
                others = olds;
            }
            System.arraycopy(x, 0, velocity, 0, dim);
            double divergence = 0;
            for (int d = 0; differentiated && d < dim; d++) {
                divergence += tangents[d][d];
            }
            return divergence;
        }

        private void multiply(int l, double[] from, double[] to, boolean biased) {
            Dense layer = layers.get(l);
            int out = layer.outputs();
            for (int o = 0; o < out; o++) {
                to[o] = biased ? layer.bias()[o] : 0;
            }
            double[] matrix = weights[l];
            for (int i = 0; i < layer.inputs(); i++) {
                double factor = from[i];
                int row = i * out;
                for (int o = 0; o < out; o++) {
                    to[o] += matrix[row + o] * factor;
                }
            }
        }

        /** y ← y σ(y), and the tangents times its derivative. */
        private void silu(int units) {
            for (int u = 0; u < units; u++) {
                double logistic = 1 / (1 + Math.exp(-y[u]));
                double slope = logistic * (1 + y[u] * (1 - logistic));
                y[u] *= logistic;
                for (int d = 0; differentiated && d < dim; d++) {
                    others[d][u] *= slope;
                }
            }
        }
    }
}
