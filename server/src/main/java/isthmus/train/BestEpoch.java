package isthmus.train;

import isthmus.torchscript.Tensor;
import java.util.List;

/**
 * The epoch after which the validation images had the highest bound so far, and the weights then. Immutable by agreement:
 * nobody writes into the arrays. Any thread.
 *
 * @param epoch counted from 1; 0 for none yet
 * @param bound in nats an image; see {@link Trainer}
 * @param weights that a training gives: the parameters, or their running averages where the recipe keeps these
 */
record BestEpoch(int epoch, double bound, List<Tensor> weights) {
    static final BestEpoch NONE = new BestEpoch(0, Double.NEGATIVE_INFINITY, List.of());
}
