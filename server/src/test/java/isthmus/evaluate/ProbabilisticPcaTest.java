package isthmus.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.latent.Noise;
import isthmus.latent.PrincipalComponents;
import java.util.Arrays;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class ProbabilisticPcaTest {
    private static final int DIM = 6;

    /** Draws of W z + 2 + 0.1 noise, with a W of two columns. */
    private static float[] draws(int count, long stream) {
        double[][] w = {{1, 0}, {0.5, -0.4}, {0, 0.3}, {-1, 0.2}, {0.2, 0.2}, {0, -0.5}};
        Noise noise = new Noise(81, stream);
        float[] out = new float[count * DIM];
        for (int i = 0; i < count; i++) {
            double a = noise.normal();
            double b = noise.normal();
            for (int d = 0; d < DIM; d++) {
                out[i * DIM + d] = (float) (2 + w[d][0] * a + w[d][1] * b + 0.1 * noise.normal());
            }
        }
        return out;
    }

    /** The covariance W Wᵀ + σ² I that maximises the likelihood, put together from the sample covariance's SVD. */
    private static SimpleMatrix modelCovariance(SimpleMatrix sample, int latent) {
        var svd = sample.svd();
        double rest = 0;
        for (int i = latent; i < DIM; i++) {
            rest += svd.getSingleValue(i) / (DIM - latent);
        }
        SimpleMatrix covariance = SimpleMatrix.identity(DIM).scale(rest);
        for (int i = 0; i < latent; i++) {
            SimpleMatrix u = svd.getU().extractVector(false, i);
            covariance = covariance.plus(u.mult(u.transpose()).scale(svd.getSingleValue(i) - rest));
        }
        return covariance;
    }

    @Test
    void theLikelihoodIsTheDensityOfTheModelsNormal() {
        int count = 50;
        float[] train = draws(count, 0);
        float[] test = draws(9, 1);
        SimpleMatrix mean = new SimpleMatrix(DIM, 1);
        SimpleMatrix sample = new SimpleMatrix(DIM, DIM);
        for (int i = 0; i < count; i++) {
            mean = mean.plus(LinearGaussian.column(train, i, DIM).divide(count));
        }
        for (int i = 0; i < count; i++) {
            SimpleMatrix offset = LinearGaussian.column(train, i, DIM).minus(mean);
            sample = sample.plus(offset.mult(offset.transpose()).divide(count));
        }
        PrincipalComponents components = PrincipalComponents.of(train, count, DIM);
        for (int latent = 1; latent < DIM; latent++) {
            double[] scores = new ProbabilisticPca(components, latent).logLikelihood(test, 9);
            for (int i = 0; i < 9; i++) {
                double expected =
                        NormalDensity.log(LinearGaussian.column(test, i, DIM), mean, modelCovariance(sample, latent));
                assertEquals(expected, scores[i], 1e-6 * Math.abs(expected));
            }
        }
    }

    @Test
    void moreTrainingPointsThanABlockHoldsGiveTheSigmaTheyWereMadeWith() {
        float[] train = draws(20_500, 2);
        PrincipalComponents components = PrincipalComponents.of(train, 20_500, DIM);
        double rest = Arrays.stream(components.variances()).skip(2).average().orElseThrow();
        assertEquals(0.1, Math.sqrt(rest), 0.002);
        ProbabilisticPca fitted = new ProbabilisticPca(components, 2);
        double right = Arrays.stream(fitted.logLikelihood(draws(2000, 3), 2000))
                .average()
                .orElseThrow();
        ProbabilisticPca poor = new ProbabilisticPca(components, 1);
        double wrong = Arrays.stream(poor.logLikelihood(draws(2000, 3), 2000))
                .average()
                .orElseThrow();
        assertTrue(right > wrong + 1, "two components explain what one cannot: " + right + " and " + wrong);
    }

    @Test
    void whatHasNoLikelihoodIsRefused() {
        PrincipalComponents components = PrincipalComponents.of(draws(3, 0), 3, DIM);
        assertThrows(Failure.class, () -> new ProbabilisticPca(components, 0));
        assertThrows(Failure.class, () -> new ProbabilisticPca(components, DIM));
        Failure flat = assertThrows(Failure.class, () -> new ProbabilisticPca(components, 2));
        assertTrue(flat.getMessage().contains("more than 2 directions"), flat.getMessage());
    }
}
