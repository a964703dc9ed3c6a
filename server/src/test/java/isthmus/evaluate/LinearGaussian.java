package isthmus.evaluate;

import isthmus.image.Shape;
import isthmus.inference.Model;
import isthmus.inference.Observation;
import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Gaussian;
import isthmus.latent.PosteriorBatch;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.PosteriorFamily;
import isthmus.train.SmallModels;
import org.ejml.simple.SimpleMatrix;

/**
 * The model p(z) = N(0, I), p(x|z) = N(Wz + b, s²I), of which log p(x), the true posterior and the bound of any q have
 * closed forms. Its encoder gives the true posterior's mean and the variances of the best diagonal q, moved and
 * stretched on demand.
 */
public final class LinearGaussian implements Model {
    private final ModelCard card;
    private final SimpleMatrix w; // (size, dim)
    private final SimpleMatrix b; // (size, 1)
    private final double s;
    private final SimpleMatrix precision; // of the true posterior, (dim, dim)
    private final double shift; // added to each number of q's mean
    private final double stretch; // times q's variances

    public LinearGaussian(Shape shape, SimpleMatrix w, SimpleMatrix b, double s, double shift, double stretch) {
        this(shape, w, b, s, shift, stretch, PosteriorFamily.DIAGONAL);
    }

    LinearGaussian(
            Shape shape,
            SimpleMatrix w,
            SimpleMatrix b,
            double s,
            double shift,
            double stretch,
            PosteriorFamily posterior) {
        this.w = w;
        this.b = b;
        this.s = s;
        this.shift = shift;
        this.stretch = stretch;
        this.precision = w.transpose().mult(w).divide(s * s).plus(SimpleMatrix.identity(w.getNumCols()));
        this.card = Cards.card("linear", shape, w.getNumCols(), posterior, Cards.gaussian(s), ModelCard.Output.MEAN);
    }

    @Override
    public ModelCard card() {
        return card;
    }

    @Override
    public PosteriorBatch encode(float[] images, int count) {
        int dim = w.getNumCols();
        int size = w.getNumRows();
        float[] mu = new float[count * dim];
        float[] logvar = card.posterior() == PosteriorFamily.POINT ? null : new float[count * dim];
        for (int i = 0; i < count; i++) {
            SimpleMatrix mean = posteriorMean(column(images, i, size));
            for (int d = 0; d < dim; d++) {
                mu[i * dim + d] = (float) (mean.get(d) + shift);
                if (logvar != null) {
                    logvar[i * dim + d] = (float) Math.log(stretch / precision.get(d, d));
                }
            }
        }
        return new PosteriorBatch(count, dim, mu, logvar);
    }

    @Override
    public float[] decode(float[] codes, int count) {
        int size = w.getNumRows();
        float[] out = new float[count * size];
        for (int i = 0; i < count; i++) {
            SimpleMatrix mean = w.mult(column(codes, i, w.getNumCols())).plus(b);
            for (int p = 0; p < size; p++) {
                out[i * size + p] = (float) mean.get(p);
            }
        }
        return out;
    }

    @Override
    public float[] logLikelihood(float[] codes, int perImage, float[] images, int count) {
        int size = w.getNumRows();
        float[] out = new float[count * perImage];
        for (int i = 0; i < out.length; i++) {
            SimpleMatrix mean = w.mult(column(codes, i, w.getNumCols())).plus(b);
            double distance = squared(column(images, i / perImage, size).minus(mean));
            out[i] = (float) (-0.5 * (size * Math.log(2 * Math.PI * s * s) + distance / (s * s)));
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
        int size = w.getNumRows();
        double variance = s * s + seen.noise() * seen.noise();
        ScoresAndGradients slopes = new ScoresAndGradients(new float[count], new float[codes.length]);
        for (int i = 0; i < count; i++) {
            SimpleMatrix offset = column(seen.values(), 0, size)
                    .minus(w.mult(column(codes, i, w.getNumCols())))
                    .minus(b);
            for (int p = 0; p < size && seen.known() != null; p++) {
                offset.set(p, offset.get(p) * seen.known()[p]);
            }
            SimpleMatrix gradient = w.transpose().mult(offset).divide(variance);
            slopes.nats()[i] = (float)
                    (-0.5 * (seen.knownCount() * Math.log(2 * Math.PI * variance) + squared(offset) / variance));
            for (int d = 0; d < w.getNumCols(); d++) {
                slopes.gradient()[i * w.getNumCols() + d] = (float) gradient.get(d);
            }
        }
        return slopes;
    }

    @Override
    public void close() {}

    /** The same model as a file's networks, to be written. */
    public SmallModels.Linear networks() {
        int dim = w.getNumCols();
        int size = w.getNumRows();
        SimpleMatrix weight = precision.solve(w.transpose().divide(s * s));
        SimpleMatrix bias = weight.mult(b).negative().plus(shift);
        float[] logvar = new float[dim];
        for (int d = 0; d < dim; d++) {
            logvar[d] = (float) Math.log(stretch / precision.get(d, d));
        }
        return new SmallModels.Linear(
                card.input().shape(),
                dim,
                new SmallModels.Affine(size, dim, floats(weight), floats(bias)),
                new SmallModels.Affine(size, dim, new float[dim * size], logvar),
                new SmallModels.Affine(dim, size, floats(w), floats(b)));
    }

    private static float[] floats(SimpleMatrix matrix) {
        float[] values = new float[matrix.getNumElements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) matrix.get(i); // row by row
        }
        return values;
    }

    /** Of p(z|x), (dim, dim). */
    public SimpleMatrix posteriorCovariance() {
        return precision.invert();
    }

    /** The model of some of the values alone, whose posterior and evidence are those given these values. */
    public LinearGaussian of(boolean[] known, double noise) {
        int count = 0;
        for (boolean flag : known) {
            count += flag ? 1 : 0;
        }
        SimpleMatrix some = new SimpleMatrix(count, w.getNumCols());
        SimpleMatrix offset = new SimpleMatrix(count, 1);
        for (int p = 0, at = 0; p < known.length; p++) {
            if (known[p]) {
                some.insertIntoThis(at, 0, w.extractVector(true, p));
                offset.set(at++, b.get(p));
            }
        }
        return new LinearGaussian(new Shape(1, 1, count), some, offset, Math.hypot(s, noise), shift, stretch);
    }

    /** The model with another prior, of the same log p(x) by a moved and scaled code. */
    public LinearGaussian withPrior(Gaussian prior) {
        SimpleMatrix scales = SimpleMatrix.identity(prior.dim());
        for (int d = 0; d < prior.dim(); d++) {
            scales.set(d, d, Math.exp(prior.logvar()[d] / 2.0));
        }
        SimpleMatrix moved = b.plus(w.mult(column(prior.mean(), 0, prior.dim())));
        return new LinearGaussian(card.input().shape(), w.mult(scales), moved, s, shift, stretch);
    }

    /** log p(x), by the density of N(b, WWᵀ + s²I). */
    public double logEvidence(SimpleMatrix x) {
        SimpleMatrix covariance =
                w.mult(w.transpose()).plus(SimpleMatrix.identity(w.getNumRows()).scale(s * s));
        return NormalDensity.log(x, b, covariance);
    }

    /** E_q log p(x|z) for q = N(mean, diag variance), in closed form. */
    public double reconstruction(SimpleMatrix x, PosteriorBatch q, int row) {
        double distance =
                squared(x.minus(w.mult(column(q.means(), row, q.dim()))).minus(b));
        for (int d = 0; d < q.dim(); d++) {
            distance += Math.exp(q.logvar()[row * q.dim() + d]) * squared(w.extractVector(false, d));
        }
        return -0.5 * (w.getNumRows() * Math.log(2 * Math.PI * s * s) + distance / (s * s));
    }

    /** KL(q ‖ p(z|x)) from a diagonal normal to the true posterior, a full one, in closed form. */
    public double gap(SimpleMatrix x, PosteriorBatch q, int row) {
        SimpleMatrix offset = posteriorMean(x).minus(column(q.means(), row, q.dim()));
        double twice =
                offset.transpose().mult(precision).mult(offset).get(0) - q.dim() - Math.log(precision.determinant());
        for (int d = 0; d < q.dim(); d++) {
            double logvar = q.logvar()[row * q.dim() + d];
            twice += precision.get(d, d) * Math.exp(logvar) - logvar;
        }
        return twice / 2;
    }

    public static SimpleMatrix column(float[] values, int row, int size) {
        SimpleMatrix out = new SimpleMatrix(size, 1);
        for (int i = 0; i < size; i++) {
            out.set(i, values[row * size + i]);
        }
        return out;
    }

    public SimpleMatrix posteriorMean(SimpleMatrix x) {
        return precision.solve(w.transpose().mult(x.minus(b)).divide(s * s));
    }

    private static double squared(SimpleMatrix vector) {
        return vector.elementPower(2).elementSum();
    }
}
