package isthmus.report;

import isthmus.evaluate.LinearGaussian;
import isthmus.image.Shape;
import isthmus.inference.Observation;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.model.ModelCard;
import java.nio.file.Path;
import org.ejml.simple.SimpleMatrix;

/**
 * A linear-Gaussian model, of which everything that is believed has a closed form, as real networks in files, and one
 * image that it might have made.
 */
final class LinearModel implements AutoCloseable {
    static final Shape SHAPE = new Shape(1, 3, 4);
    static final double SIGMA = 0.3;

    final LinearGaussian exact;
    final float[] image;
    final ChunkedModel chunked;
    private final TorchModel vae;

    /**
     * @param orthogonal whether the true posterior is diagonal, so that an encoder can be exact
     * @param shift by which the encoder's means are off
     * @param stretch by which its variances are
     */
    LinearModel(Path folder, int dim, boolean orthogonal, double shift, double stretch) {
        SimpleMatrix w = new SimpleMatrix(SHAPE.size(), dim);
        Noise noise = new Noise(72, dim);
        for (int i = 0; i < w.getNumElements(); i++) {
            w.set(i, 0.3 * noise.normal());
        }
        if (orthogonal) {
            SimpleMatrix scales = SimpleMatrix.identity(dim);
            for (int d = 0; d < dim; d++) {
                scales.set(d, d, 1.2 / (d + 1));
            }
            w = w.svd(true).getU().extractMatrix(0, SHAPE.size(), 0, dim).mult(scales);
        }
        SimpleMatrix b = new SimpleMatrix(SHAPE.size(), 1).plus(0.5);
        exact = new LinearGaussian(SHAPE, w, b, SIGMA, shift, stretch);
        exact.networks().writeEncoder(folder.resolve(ModelCard.ENCODER));
        exact.networks().writeDecoder(folder.resolve(ModelCard.DECODER));
        vae = new TorchModel(folder.resolve(ModelCard.ENCODER), folder.resolve(ModelCard.DECODER), exact.card());
        chunked = new ChunkedModel(vae, () -> true);
        SimpleMatrix z = new SimpleMatrix(dim, 1);
        for (int d = 0; d < dim; d++) {
            z.set(d, noise.normal());
        }
        SimpleMatrix x = w.mult(z).plus(b);
        image = new float[SHAPE.size()];
        for (int p = 0; p < image.length; p++) {
            image[p] = (float) (x.get(p) + SIGMA * noise.normal());
        }
    }

    Observation seen() {
        return Observation.of(image);
    }

    SimpleMatrix x() {
        return LinearGaussian.column(image, 0, image.length);
    }

    double logEvidence() {
        return exact.logEvidence(x());
    }

    /** KL(q ‖ p(z|x)). */
    double gap(Gaussian q) {
        return exact.gap(x(), new PosteriorBatch(1, q.dim(), q.mean(), q.logvar()), 0);
    }

    TorchModel vae() {
        return vae;
    }

    @Override
    public void close() {
        vae.close();
    }
}
