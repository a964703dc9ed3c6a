package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.evaluate.LinearGaussian;
import isthmus.evaluate.NormalDensity;
import java.util.Arrays;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class FactorModelTest {
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
            double[] scores = FactorModel.principal(components, latent).logLikelihood(test, 9);
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
        FactorModel fitted = FactorModel.principal(components, 2);
        double right = Arrays.stream(fitted.logLikelihood(draws(2000, 3), 2000))
                .average()
                .orElseThrow();
        FactorModel poor = FactorModel.principal(components, 1);
        double wrong = Arrays.stream(poor.logLikelihood(draws(2000, 3), 2000))
                .average()
                .orElseThrow();
        assertTrue(right > wrong + 1, "two components explain what one cannot: " + right + " and " + wrong);
    }

    @Test
    void whatHasNoLikelihoodIsRefused() {
        PrincipalComponents components = PrincipalComponents.of(draws(3, 0), 3, DIM);
        assertThrows(Failure.class, () -> FactorModel.principal(components, 0));
        assertThrows(Failure.class, () -> FactorModel.principal(components, DIM));
        Failure flat = assertThrows(Failure.class, () -> FactorModel.principal(components, 2));
        assertTrue(flat.getMessage().contains("more than 2 directions"), flat.getMessage());
    }

    @Test
    void valuesWithNoiseOfTheirOwnHaveTheDensityAndThePosteriorOfTheModelsNormal() {
        int count = 40;
        float[] images = draws(count, 5);
        SampleMoments moments = SampleMoments.of(images, count, DIM);
        SimpleMatrix w =
                new SimpleMatrix(new double[][] {{1, 0.2}, {0.5, -0.4}, {0, 0.3}, {-1, 0.2}, {0.2, 0.2}, {0, -0.5}});
        double[] variances = {0.1, 0.3, 0.02, 1, 0.2, 0.4};
        FactorModel model = new FactorModel(moments.mean(), w, variances);
        SimpleMatrix covariance = w.mult(w.transpose()).plus(SimpleMatrix.diag(variances));
        SimpleMatrix mean = new SimpleMatrix(DIM, 1, true, moments.mean());
        double sum = 0;
        for (int i = 0; i < count; i++) {
            SimpleMatrix x = LinearGaussian.column(images, i, DIM);
            double expected = NormalDensity.log(x, mean, covariance);
            assertEquals(expected, model.logLikelihood(images, count)[i], 1e-9 * Math.abs(expected));
            sum += expected / count;
            // p(z|x) by conditioning the joint normal of x and z.
            SimpleMatrix code = w.transpose().mult(covariance.solve(x.minus(mean)));
            assertEquals(0, code.minus(model.encoding().mult(x.minus(mean))).normF(), 1e-9);
        }
        assertEquals(sum, model.meanLogLikelihood(moments.covariance()), 1e-9 * Math.abs(sum));
        SimpleMatrix left = SimpleMatrix.identity(2).minus(w.transpose().mult(covariance.solve(w)));
        assertEquals(0, left.minus(model.covariance()).normF(), 1e-9);
    }
}
