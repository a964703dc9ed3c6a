package isthmus.latent;

import isthmus.Failure;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.simple.SimpleMatrix;

/**
 * The model x = W z + mean + noise, z of N(0, I) and noise of N(0, diag variances), whose log p(x) and p(z|x) = N(B (x −
 * mean), Σ) have closed forms: probabilistic principal component analysis where all variances are one, factor analysis
 * where they differ. Immutable by agreement: nobody writes into the arrays. Any thread.
 */
public final class FactorModel {
    private final double[] mean; // (values)
    private final SimpleMatrix weights; // W, (values, dim)
    private final double[] variances; // (values)
    private final SimpleMatrix covariance; // Σ, (dim, dim)
    private final SimpleMatrix encoding; // B, (dim, values)
    private final double logDeterminant; // of the covariance of x

    public FactorModel(double[] mean, SimpleMatrix weights, double[] variances) {
        this.mean = mean;
        this.weights = weights;
        this.variances = variances;
        SimpleMatrix scaled = weights.transpose(); // Wᵀ over the variances
        double logs = 0;
        for (int d = 0; d < mean.length; d++) {
            logs += Math.log(variances[d]);
            for (int i = 0; i < scaled.getNumRows(); i++) {
                scaled.set(i, d, scaled.get(i, d) / variances[d]);
            }
        }
        SimpleMatrix precision = scaled.mult(weights).plus(SimpleMatrix.identity(weights.getNumCols()));
        covariance = precision.invert();
        encoding = covariance.mult(scaled);
        logDeterminant = logs + Math.log(precision.determinant());
    }

    /**
     * Probabilistic principal component analysis (Tipping and Bishop 1999) at its maximum likelihood, which has a closed
     * form.
     *
     * @param components all of the training images'
     * @param dim latent dimensions, below the number of values of an image
     */
    public static FactorModel principal(PrincipalComponents components, int dim) {
        int values = components.mean().length;
        if (dim < 1 || dim >= values) {
            throw Failure.badInput("", "1 to " + (values - 1) + " components", dim);
        }
        double rest = 0;
        for (int i = dim; i < values; i++) {
            rest += components.variances()[i] / (values - dim);
        }
        if (!(rest > 1e-12 * components.variances()[0])) {
            throw Failure.badInput(
                    "",
                    "training images that vary in more than " + dim + " directions",
                    "none beyond, so their likelihood has no bound");
        }
        SimpleMatrix weights = new SimpleMatrix(values, dim);
        for (int i = 0; i < dim; i++) {
            double length = Math.sqrt(Math.max(0, components.variances()[i] - rest));
            weights.setColumn(i, 0, Vectors.scaled(components.direction(i), length));
        }
        double[] variances = new double[values];
        Arrays.fill(variances, rest);
        return new FactorModel(components.mean(), weights, variances);
    }

    public double[] mean() {
        return mean;
    }

    /** W, (values, dim). */
    public SimpleMatrix weights() {
        return weights;
    }

    public double[] variances() {
        return variances;
    }

    /** B: the mean of p(z|x) is B (x − mean), (dim, values). */
    public SimpleMatrix encoding() {
        return encoding;
    }

    /** Σ of p(z|x), the same for every x, (dim, dim). */
    public SimpleMatrix covariance() {
        return covariance;
    }

    /**
     * Exact log p(x) in nats of each image.
     *
     * @param images (count, values)
     * @return (count)
     */
    public double[] logLikelihood(float[] images, int count) {
        double[] out = new double[count];
        SimpleMatrix offset = new SimpleMatrix(mean.length, 1);
        for (int n = 0; n < count; n++) {
            double distance = 0;
            for (int d = 0; d < mean.length; d++) {
                double away = images[n * mean.length + d] - mean[d];
                offset.set(d, away);
                distance += away * away / variances[d];
            }
            // By Woodbury's identity, in which the mean of p(z|x) stands.
            SimpleMatrix code = encoding.mult(offset);
            out[n] = logDensity(distance - squared(code));
        }
        return out;
    }

    /** The mean of log p(x) over points whose mean is the model's and whose covariance is this one. */
    public double meanLogLikelihood(DMatrixRMaj sample) {
        double distance = 0;
        for (int d = 0; d < mean.length; d++) {
            distance += sample.get(d, d) / variances[d];
        }
        SimpleMatrix codes = encoding.mult(SimpleMatrix.wrap(sample)).mult(encoding.transpose());
        return logDensity(distance - covariance.solve(codes).trace());
    }

    /** The mean of KL(p(z|x) ‖ p(z)) over the same points. */
    public double meanKl(DMatrixRMaj sample) {
        SimpleMatrix codes = encoding.mult(SimpleMatrix.wrap(sample)).mult(encoding.transpose());
        return 0.5
                * (covariance.trace() + codes.trace() - covariance.getNumRows() - Math.log(covariance.determinant()));
    }

    /** The squared length of a code's mean in standard deviations of p(z|x). */
    private double squared(SimpleMatrix code) {
        return code.dot(covariance.solve(code));
    }

    private double logDensity(double distance) {
        return -0.5 * (mean.length * Math.log(2 * Math.PI) + logDeterminant + distance);
    }
}
