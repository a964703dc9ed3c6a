package isthmus.report;

import isthmus.inference.Observation;
import isthmus.latent.Noise;
import isthmus.latent.RunningMean;

/**
 * The evidence lower bound of one image by draws of q, in nats; the divergence from the prior is exact.
 *
 * @param error standard error of the bound, that of the reconstruction
 */
record Elbo(double bound, double error) {
    /** The draws ε of N(0, I), (count, dim). */
    static float[] draws(int count, int dim, Noise noise) {
        float[] draws = new float[count * dim];
        noise.normals(draws, 0, draws.length);
        return draws;
    }

    /** z = mu + sigma ε for each draw, (count, dim). */
    static float[] codes(Approximation q, float[] draws) {
        float[] z = new float[draws.length];
        for (int i = 0; i < z.length; i++) {
            int d = i % q.dim();
            z[i] = (float) (q.mu()[d] + Math.exp(q.logvar()[d] / 2.0) * draws[i]);
        }
        return z;
    }

    /** By given draws, (count, dim). */
    static Elbo of(ChunkedModel turns, Observation seen, Approximation q, float[] draws) {
        int count = draws.length / q.dim();
        return of(q, turns.scores(codes(q, draws), count, seen));
    }

    /** @param scores log p(x|z) of the draws */
    static Elbo of(Approximation q, float[] scores) {
        RunningMean spread = new RunningMean();
        for (float score : scores) {
            spread.add(score);
        }
        return new Elbo(spread.mean() - q.kl(), spread.error());
    }
}
