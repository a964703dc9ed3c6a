package isthmus.inference.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import isthmus.inference.Observation;
import isthmus.model.ModelCard;

/**
 * log p(x|z) from what a decoder gives, in native memory: terms, one a value, and what does not depend on z. Terms are
 * float32, sums float64: a sum over a large image would otherwise lose the third decimal. On the thread that owns the
 * arrays.
 */
final class TorchLikelihood {
    /** A mean of exactly 0 or 1 would make one wrong pixel infinitely unlikely. */
    private static final double EDGE = 1e-7;

    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private TorchLikelihood() {}

    /**
     * @param output (count, values) mean or logits as the card says
     * @param target (count, values) in [0,1], or (1, values) where all are scored against one image
     * @return (count) nats
     */
    static NDArray logLikelihood(ModelCard card, NDArray output, NDArray target) {
        return sum(terms(card, output, target, null, 0))
                .add(constant(card, (int) target.getShape().get(1), 0));
    }

    /** The sums of terms, exact and so cut off from gradients: (count). */
    static NDArray sum(NDArray terms) {
        return terms.toType(DataType.FLOAT64, false).sum(new int[] {1});
    }

    /**
     * The part of log p(what is seen|z) that depends on z, by value. A value that is not known has none. Noise belongs to
     * the model of what is seen: a noisy value of a Bernoulli model is a 0 or 1 with normal noise, and a Gaussian model's
     * own variance has the noise's added.
     *
     * @param known (1, values) zeros and ones, or null where all values are known
     * @param noise standard deviation of what was added to the values
     * @return (count, values)
     */
    static NDArray terms(ModelCard card, NDArray output, NDArray target, NDArray known, double noise) {
        NDArray terms = switch (card.likelihood().family()) {
            case BERNOULLI -> noise > 0 ? noisy(logits(card, output), target, noise) : bernoulli(card, output, target);
            case GAUSSIAN -> {
                NDArray mean = switch (card.output()) {
                    case LOGITS -> Activation.sigmoid(output);
                    case MEAN -> output;
                };
                double sigma = Math.hypot(card.likelihood().sigma(), noise);
                yield target.sub(mean).square().mul(-0.5 / (sigma * sigma));
            }
        };
        return known == null ? terms : terms.mul(known);
    }

    /** The part of log p(what is seen|z) that is the same for all z. */
    static double constant(ModelCard card, Observation seen) {
        double constant = constant(card, seen.knownCount(), seen.noise());
        if (card.likelihood().family() == ModelCard.Family.BERNOULLI && seen.noise() > 0) {
            for (int i = 0; i < seen.values().length; i++) {
                double away = Math.min(Math.abs(seen.values()[i]), Math.abs(1 - seen.values()[i]));
                constant -= seen.isKnown(i) ? away * away / (2 * seen.noise() * seen.noise()) : 0;
            }
        }
        return constant;
    }

    private static double constant(ModelCard card, int known, double noise) {
        return switch (card.likelihood().family()) {
            case BERNOULLI -> noise > 0 ? -known * (Math.log(noise) + HALF_LOG_TWO_PI) : 0;
            case GAUSSIAN -> -known * (Math.log(Math.hypot(card.likelihood().sigma(), noise)) + HALF_LOG_TWO_PI);
        };
    }

    private static NDArray bernoulli(ModelCard card, NDArray output, NDArray target) {
        return switch (card.output()) {
            case LOGITS -> target.mul(output).sub(Activation.softPlus(output));
            case MEAN -> {
                NDArray mean = output.clip(EDGE, 1 - EDGE);
                NDArray ones = target.mul(mean.log());
                NDArray zeros = target.neg().add(1).mul(mean.neg().add(1).log());
                yield ones.add(zeros);
            }
        };
    }

    private static NDArray logits(ModelCard card, NDArray output) {
        return switch (card.output()) {
            case LOGITS -> output;
            case MEAN -> {
                NDArray mean = output.clip(EDGE, 1 - EDGE);
                yield mean.log().sub(mean.neg().add(1).log());
            }
        };
    }

    /**
     * log of p(1) N(y; 1, noise²) + p(0) N(y; 0, noise²), less the log density at the nearer of the two. That is the
     * larger by exp(−margin), and left out of the sum so that nothing cancels however small the noise is.
     */
    private static NDArray noisy(NDArray logits, NDArray target, double noise) {
        NDArray tilt = target.mul(2).sub(1); // whose sign tells the nearer
        NDArray margin = tilt.abs().mul(-1 / (2 * noise * noise));
        NDArray side =
                logits.mul(tilt.gte(0).toType(DataType.FLOAT32, false).mul(2).sub(1));
        NDArray larger = side.maximum(margin);
        NDArray rest = Activation.softPlus(side.sub(margin).abs().neg());
        return larger.add(rest).sub(Activation.softPlus(side));
    }
}
