package isthmus.evaluate;

import isthmus.inference.Codes;
import isthmus.latent.Gaussian;

/**
 * The evidence lower bound on log p(x) and its split, in nats an image. A point posterior has no bound: its estimate
 * is the reconstruction at the point alone, and {@code elbo}, {@code kl} and {@code klByDimension} are null. Immutable
 * by agreement: nobody writes into the arrays. Any thread.
 *
 * @param draws posterior draws an image; 0 for a point posterior
 * @param elbo reconstruction minus kl
 * @param drawError the part of elbo's error that more draws would take away; NaN for one draw, 0 for a point
 * @param reconstruction E_q log p(x|z)
 * @param kl KL(q(z|x) ‖ p(z)), in closed form
 * @param klByDimension (dim)
 * @param variances (dim) over images of the posterior mean
 * @param activeUnits dimensions with a variance above {@link Evaluator#ACTIVE_THRESHOLD}
 */
public record ElboEstimate(
        int images,
        int draws,
        MeanEstimate elbo,
        double drawError,
        MeanEstimate reconstruction,
        MeanEstimate kl,
        double[] klByDimension,
        double[] variances,
        int activeUnits) {

    static ElboEstimate ofPoints(Codes codes, double[] reconstruction) {
        double[] variances = variances(codes);
        return new ElboEstimate(
                codes.count(), 0, null, 0, MeanEstimate.of(reconstruction), null, null, variances, active(variances));
    }

    static ElboEstimate ofDraws(Codes codes, int draws, double[] reconstruction, double drawError) {
        int n = codes.count();
        double[] kl = new double[n];
        double[] elbo = new double[n];
        double[] byDimension = new double[codes.dim()];
        for (int i = 0; i < n; i++) {
            double[] one = new Gaussian(codes.mu(), codes.logvar(), i, codes.dim()).klToStandard();
            for (int d = 0; d < one.length; d++) {
                kl[i] += one[d];
                byDimension[d] += one[d] / n;
            }
            elbo[i] = reconstruction[i] - kl[i];
        }
        double[] variances = variances(codes);
        return new ElboEstimate(
                n,
                draws,
                MeanEstimate.of(elbo),
                drawError,
                MeanEstimate.of(reconstruction),
                MeanEstimate.of(kl),
                byDimension,
                variances,
                active(variances));
    }

    private static int active(double[] variances) {
        int active = 0;
        for (double variance : variances) {
            active += variance > Evaluator.ACTIVE_THRESHOLD ? 1 : 0;
        }
        return active;
    }

    /** The variance over images of each number of mu, (dim). */
    private static double[] variances(Codes codes) {
        double[] variances = new double[codes.dim()];
        for (int d = 0; d < variances.length; d++) {
            double mean = 0;
            for (int i = 0; i < codes.count(); i++) {
                mean += (double) codes.mu()[i * codes.dim() + d] / codes.count();
            }
            for (int i = 0; i < codes.count(); i++) {
                double offset = codes.mu()[i * codes.dim() + d] - mean;
                variances[d] += offset * offset / codes.count();
            }
        }
        return variances;
    }
}
