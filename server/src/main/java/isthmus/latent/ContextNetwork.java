package isthmus.latent;

import isthmus.Failure;
import java.util.List;

/**
 * How likely each entry of a codebook is at a place, given the entries at the places before: dense layers with silu
 * between them, whose last gives logits. The first takes the numbers of the entries so far, place by place and 0 where
 * none is yet, and then a 1 for the place. With one layer and 0 for all entries, places are independent. Immutable; any
 * thread.
 *
 * @param places of a code
 */
public record ContextNetwork(List<Dense> layers, int places) {
    public ContextNetwork {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw Failure.badInput("layers", "one or more", "none");
        }
    }

    /** Fails where this is no network for codes of so many numbers and entries. */
    void check(int numbers, int expectedPlaces, int entries) {
        int inputs = (numbers + 1) * expectedPlaces;
        for (int l = 0; l < layers.size(); l++) {
            Dense layer = layers.get(l);
            if (!layer.isFinite() || layer.outputs() == 0 || layer.weight().length != layer.outputs() * inputs) {
                throw Failure.badInput(
                        "layer " + l,
                        "finite weights from %d numbers".formatted(inputs),
                        "%d weights and %d biases".formatted(layer.weight().length, layer.outputs()));
            }
            inputs = layer.outputs();
        }
        if (inputs != entries || places != expectedPlaces) {
            throw Failure.badInput("layers", "a logit for each of %d entries".formatted(entries), inputs + " numbers");
        }
    }

    Sequence begin() {
        return new Sequence();
    }

    /** The places of one code, in their order. One thread. */
    final class Sequence {
        private final Dense first = layers.get(0);
        private final double[] sums = new double[first.outputs()]; // of the first layer, over the entries so far
        private int place;

        private Sequence() {
            for (int u = 0; u < sums.length; u++) {
                sums[u] = first.bias()[u];
            }
        }

        /** Log probabilities at the next place, (entries). */
        double[] next() {
            int inputs = first.inputs();
            double[] x = sums.clone();
            for (int u = 0; u < x.length; u++) {
                x[u] += first.weight()[(u + 1) * inputs - places + place];
            }
            for (Dense layer : layers.subList(1, layers.size())) {
                x = layer.apply(silu(x));
            }
            LogSumExp sum = new LogSumExp();
            for (double logit : x) {
                sum.add(logit);
            }
            double total = sum.logSum();
            for (int k = 0; k < x.length; k++) {
                x[k] -= total;
            }
            return x;
        }

        /** The entry that this place has: its numbers. */
        void take(float[] entry) {
            int inputs = first.inputs();
            for (int u = 0; u < sums.length; u++) {
                for (int n = 0; n < entry.length; n++) {
                    sums[u] += (double) first.weight()[u * inputs + place * entry.length + n] * entry[n];
                }
            }
            place++;
        }

        private static double[] silu(double[] x) {
            for (int u = 0; u < x.length; u++) {
                x[u] /= 1 + Math.exp(-x[u]);
            }
            return x;
        }
    }
}
