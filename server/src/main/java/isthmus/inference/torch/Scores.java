package isthmus.inference.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import isthmus.model.ModelCard;

/**
 * log p(x|z) from what a decoder gives, in native memory. Terms are float32, sums float64: a sum over a large image
 * would otherwise lose the third decimal. On the thread that owns the arrays.
 */
final class Scores {
    /** A mean of exactly 0 or 1 would make one wrong pixel infinitely unlikely. */
    private static final double EDGE = 1e-7;

    private Scores() {}

    /**
     * @param output (count, values) mean or logits as the card says
     * @param target (count, values) in [0,1], or (1, values) where all are scored against one image
     * @return (count) nats
     */
    static NDArray logLikelihood(ModelCard card, NDArray output, NDArray target) {
        return switch (card.likelihood().family()) {
            case BERNOULLI ->
                switch (card.output()) {
                    case LOGITS -> sum(target.mul(output).subi(Activation.softPlus(output)));
                    case MEAN -> bernoulli(output.clip(EDGE, 1 - EDGE), target);
                };
            case GAUSSIAN -> {
                NDArray mean = switch (card.output()) {
                    case LOGITS -> Activation.sigmoid(output);
                    case MEAN -> output;
                };
                yield gaussian(mean, target, card.likelihood().sigma());
            }
        };
    }

    private static NDArray bernoulli(NDArray mean, NDArray target) {
        NDArray ones = target.mul(mean.log());
        NDArray zeros = target.neg().addi(1).mul(mean.neg().addi(1).log());
        return sum(ones.addi(zeros));
    }

    private static NDArray gaussian(NDArray mean, NDArray target, double sigma) {
        long values = target.getShape().get(1);
        NDArray squares = sum(target.sub(mean).square());
        return squares.mul(-0.5 / (sigma * sigma)).sub(values * (Math.log(sigma) + 0.5 * Math.log(2 * Math.PI)));
    }

    private static NDArray sum(NDArray terms) {
        return terms.toType(DataType.FLOAT64, false).sum(new int[] {1});
    }
}
