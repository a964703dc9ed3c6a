package isthmus.importing;

import isthmus.Failure;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Likelihood;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Decides the likelihood of a model from what its decoder gives, the images and its variances. Any thread. */
final class LikelihoodChoice {
    private static final double OUTSIDE = 2e-3; // by which means leave [0, 1] that no sigmoid made
    private static final double TONE = 0.02; // from black or white
    private static final double TWO_TONE = 0.98; // share of values that are black or white
    private static final double TWICE = 2; // as much must the other family cost

    private LikelihoodChoice() {}

    /** The family where the decoder's numbers or the images leave no other; else null. */
    static Family known(Reading reading, float[] images, float[] means) {
        if (!reading.logits()) {
            for (float mean : means) {
                if (mean < -OUTSIDE || mean > 1 + OUTSIDE) {
                    return Family.GAUSSIAN;
                }
            }
            if (!reading.imageScale().isUnit() && !reading.imageScale().equals(Scale.BYTES)) {
                return Family.GAUSSIAN;
            }
        }
        int extreme = 0;
        for (float value : images) {
            extreme += value < TONE || value > 1 - TONE ? 1 : 0;
        }
        return extreme >= TWO_TONE * images.length ? Family.BERNOULLI : null;
    }

    /** A family, and by how much its variances are better than those of the other. */
    record Choice(Family family, Margin margin) {}

    /** The family whose best variances the encoder's are; a Failure that asks where that is not clear. */
    static Choice measured(SpreadSearch spreads, SpreadSearch.Fit fit) {
        double[] bernoulli = spreads.lost(fit, Family.BERNOULLI, true);
        double[] anyBeta = spreads.lost(fit, Family.BERNOULLI, false);
        double[] gaussian = spreads.lost(fit, Family.GAUSSIAN, true);
        if (mean(bernoulli) * TWICE < mean(gaussian)) {
            return new Choice(
                    Family.BERNOULLI, Margin.of(SpreadSearch.negative(bernoulli), SpreadSearch.negative(gaussian)));
        }
        if (mean(gaussian) * TWICE < mean(anyBeta)) {
            return new Choice(
                    Family.GAUSSIAN, Margin.of(SpreadSearch.negative(gaussian), SpreadSearch.negative(anyBeta)));
        }
        throw Failure.badInput(
                        "",
                        "variances that tell which likelihood the model was trained with",
                        "ones that cost %.2f nats of the bound under a Bernoulli, %.2f with another beta, and %.2f under a Gaussian"
                                .formatted(mean(bernoulli), mean(anyBeta), mean(gaussian)))
                .hint("state --likelihood bernoulli (binary cross-entropy) or gaussian (squared errors)");
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** @param variance of the residuals, for a gaussian whose sigma is not stated */
    static Likelihood of(Family family, Stated stated, double variance) {
        if (family == Family.BERNOULLI) {
            return new Likelihood(family, null, null);
        }
        double sigma = stated.sigma() != null ? stated.sigma() : Math.round(Math.sqrt(variance) * 1e5) / 1e5;
        return new Likelihood(family, List.of(sigma), null);
    }

    static String words(Likelihood likelihood) {
        return likelihood.family() == Family.BERNOULLI
                ? "bernoulli"
                : String.format(
                        Locale.ROOT,
                        "gaussian, sigma %.5f of the residuals",
                        likelihood.sigma().get(0));
    }
}
