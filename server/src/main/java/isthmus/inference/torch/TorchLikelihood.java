package isthmus.inference.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import isthmus.inference.Observation;
import isthmus.model.ModelCard;
import java.util.List;

/**
 * log p(x|z) from what a decoder gives, in native memory: terms, one a value, and what does not depend on z. Terms are
 * float32, sums float64: a sum over a large image would otherwise lose the third decimal. On the thread that owns the
 * arrays.
 */
final class TorchLikelihood {
    /** A mean of exactly 0 or 1 would make one wrong pixel infinitely unlikely. */
    private static final double EDGE = 1e-7;

    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private final ModelCard card;

    TorchLikelihood(ModelCard card) {
        this.card = card;
    }

    /**
     * log p(x|z) of whole images.
     *
     * @param output (…, values) mean or logits as the card says
     * @param target in [0,1], of a shape that is broadcast to the output's
     * @return (…) nats, float32
     */
    NDArray scores(NDArray output, NDArray target) {
        Shape shape = target.getShape();
        return sum(terms(output, target, null, 0))
                .add(constant(null, (int) shape.get(shape.dimension() - 1), 0))
                .toType(DataType.FLOAT32, false);
    }

    /** The sums of terms over the last side; float64, and so cut off from gradients. */
    static NDArray sum(NDArray terms) {
        return terms.toType(DataType.FLOAT64, false)
                .sum(new int[] {terms.getShape().dimension() - 1});
    }

    /**
     * The part of log p(what is seen|z) that depends on z, by value. A value that is not known has none. Noise belongs to
     * the model of what is seen: a noisy value of a Bernoulli model is a 0 or 1 with normal noise, and a Gaussian model's
     * own variance has the noise's added.
     *
     * @param known (1, values) zeros and ones, or null where all values are known
     * @param noise standard deviation of what was added to the values
     * @return (…, values)
     */
    NDArray terms(NDArray output, NDArray target, NDArray known, double noise) {
        NDArray terms = switch (card.likelihood().family()) {
            case BERNOULLI -> noise > 0 ? noisy(logits(output), target, noise) : bernoulli(output, target);
            case GAUSSIAN -> weighted(target.sub(mean(output)).square(), noise);
        };
        return known == null ? terms : terms.mul(known);
    }

    private NDArray mean(NDArray output) {
        return switch (card.output()) {
            case LOGITS -> Activation.sigmoid(output);
            case MEAN -> output;
        };
    }

    /** Squares times −1/(2 sigma²), by one sigma or by that of each value. */
    private NDArray weighted(NDArray squares, double noise) {
        List<Double> sigmas = card.likelihood().sigma();
        if (sigmas.size() == 1) {
            return squares.mul(weight(sigmas.get(0), noise));
        }
        float[] weights = new float[sigmas.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) weight(sigmas.get(i), noise);
        }
        return squares.mul(squares.getManager().create(weights));
    }

    private static double weight(double sigma, double noise) {
        double whole = Math.hypot(sigma, noise);
        return -0.5 / (whole * whole);
    }

    /** The part of log p(x|z) of a whole image that is the same for all z. */
    double constant(int values) {
        return constant(null, values, 0);
    }

    /** The part of log p(what is seen|z) that is the same for all z. */
    double constant(Observation seen) {
        double constant = constant(seen, seen.values().length, seen.noise());
        if (card.likelihood().family() == ModelCard.Family.BERNOULLI && seen.noise() > 0) {
            for (int i = 0; i < seen.values().length; i++) {
                double away = Math.min(Math.abs(seen.values()[i]), Math.abs(1 - seen.values()[i]));
                constant -= seen.isKnown(i) ? away * away / (2 * seen.noise() * seen.noise()) : 0;
            }
        }
        return constant;
    }

    /** @param seen which values are known, or null where all are */
    private double constant(Observation seen, int values, double noise) {
        List<Double> sigmas = card.likelihood().sigma();
        int known = seen == null ? values : seen.knownCount();
        if (sigmas == null) {
            return noise > 0 ? -known * (Math.log(noise) + HALF_LOG_TWO_PI) : 0;
        }
        if (sigmas.size() == 1) {
            return -known * (Math.log(Math.hypot(sigmas.get(0), noise)) + HALF_LOG_TWO_PI);
        }
        double sum = 0;
        for (int i = 0; i < values; i++) {
            sum -= seen == null || seen.isKnown(i) ? Math.log(Math.hypot(sigmas.get(i), noise)) + HALF_LOG_TWO_PI : 0;
        }
        return sum;
    }

    private NDArray bernoulli(NDArray output, NDArray target) {
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

    private NDArray logits(NDArray output) {
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
