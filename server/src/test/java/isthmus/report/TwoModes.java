package isthmus.report;

import isthmus.image.Shape;
import isthmus.inference.Model;
import isthmus.inference.Observation;
import isthmus.inference.ScoresAndGradients;
import isthmus.latent.LogSumExp;
import isthmus.latent.PosteriorBatch;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.PosteriorFamily;

/**
 * The model x₁ = z₁² + 0.4 z₁, x₂ = 2 z₂ and so on, with normal noise, whose posterior has two modes that look the same to
 * the image. Its encoder knows only the lesser one. log p(x) is a sum over a fine line for z₁ and a closed form for the
 * others.
 */
final class TwoModes implements Model {
    private static final double BEND = 0.4;
    private static final double SLOPE = 2;
    private static final double X1 = 4;
    private static final double LESSER = -BEND / 2 - Math.sqrt(BEND * BEND / 4 + X1); // z₁ of the encoder

    final double greater = -BEND - LESSER; // z₁ of the other mode
    final float[] image;
    final ChunkedModel chunked;
    private final int dim;
    private final double s;

    TwoModes(int dim, double s) {
        this.dim = dim;
        this.s = s;
        image = new float[dim];
        image[0] = (float) X1;
        chunked = new ChunkedModel(this, () -> true);
    }

    Observation seen() {
        return Observation.of(image);
    }

    /** log p(x). */
    double logEvidence() {
        LogSumExp sum = new LogSumExp();
        double step = s / 400;
        for (double z = -4; z < 4; z += step) {
            sum.add(logNormal(z, 1) + logNormal(X1 - z * z - BEND * z, s));
        }
        return sum.logSum() + Math.log(step) + (dim - 1) * logNormal(0, Math.hypot(SLOPE, s));
    }

    /** The share of the posterior in the mode that the encoder does not know. */
    double greaterShare() {
        LogSumExp greaterSum = new LogSumExp();
        LogSumExp all = new LogSumExp();
        for (double z = -4; z < 4; z += s / 400) {
            double log = logNormal(z, 1) + logNormal(X1 - z * z - BEND * z, s);
            all.add(log);
            greaterSum.add(z > 0 ? log : Double.NEGATIVE_INFINITY);
        }
        return Math.exp(greaterSum.logSum() - all.logSum());
    }

    private static double logNormal(double offset, double deviation) {
        return -0.5 * (Math.log(2 * Math.PI) + Math.pow(offset / deviation, 2)) - Math.log(deviation);
    }

    @Override
    public ModelCard card() {
        return Cards.card(
                "modes", new Shape(1, 1, dim), dim, PosteriorFamily.DIAGONAL, Cards.gaussian(s), ModelCard.Output.MEAN);
    }

    @Override
    public PosteriorBatch encode(float[] images, int count) {
        float[] mu = new float[images.length];
        float[] logvar = new float[images.length];
        for (int i = 0; i < mu.length; i++) {
            boolean first = i % dim == 0;
            mu[i] = (float) (first ? LESSER : images[i] / SLOPE);
            logvar[i] = (float) (2 * Math.log(s / (first ? -2 * LESSER : SLOPE)));
        }
        return new PosteriorBatch(count, dim, mu, logvar);
    }

    @Override
    public float[] decode(float[] codes, int count) {
        float[] out = new float[codes.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (i % dim == 0 ? codes[i] * (codes[i] + BEND) : SLOPE * codes[i]);
        }
        return out;
    }

    @Override
    public float[] logLikelihood(float[] codes, int count, Observation seen) {
        return scoresAndGradients(codes, count, seen).nats();
    }

    @Override
    public boolean hasGradients() {
        return true;
    }

    @Override
    public ScoresAndGradients scoresAndGradients(float[] codes, int count, Observation seen) {
        float[] nats = new float[count];
        float[] gradient = new float[codes.length];
        for (int i = 0; i < codes.length; i++) {
            int d = i % dim;
            double z = codes[i];
            double offset = seen.values()[d] - (d == 0 ? z * (z + BEND) : SLOPE * z);
            if (seen.isKnown(d)) {
                nats[i / dim] += (float) logNormal(offset, s);
                gradient[i] = (float) (offset / (s * s) * (d == 0 ? 2 * z + BEND : SLOPE));
            }
        }
        return new ScoresAndGradients(nats, gradient);
    }

    @Override
    public void close() {}
}
