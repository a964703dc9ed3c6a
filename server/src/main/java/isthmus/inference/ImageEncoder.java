package isthmus.inference;

import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.model.ModelCard.Posterior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Encodes images and scores each under draws of its own posterior. The draws of every image come from the same stream,
 * so the same image gives the same numbers whatever it is sent with. Grey levels are scored as they are, by a Bernoulli
 * model too: that is the mean over the zeros and ones that could be drawn from them. Any thread.
 */
public final class ImageEncoder {
    /** Posterior draws by which an image is scored. */
    public static final int DRAWS = 16;

    private static final int IMAGES = 16; // at a time, so that the repeated images stay a few megabytes

    private final Engine engine;

    /** The stream of the draws of every image. */
    public static Noise noise() {
        return new Noise(0, 0);
    }

    public ImageEncoder(Engine engine) {
        this.engine = engine;
    }

    /**
     * Encodes without waiting; what is chained to the answer may run on the model's thread.
     *
     * @param images (count, channels, height, width) in [0,1]; nobody writes into it before the answer is there
     */
    public CompletableFuture<List<EncodedImage>> encode(float[] images, int count) {
        return next(images, count, 0, new ArrayList<>());
    }

    /** The images from one on, once those before it are there: a long request takes its turn again for each part. */
    private CompletableFuture<List<EncodedImage>> next(float[] images, int count, int from, List<EncodedImage> done) {
        if (from == count) {
            return CompletableFuture.completedFuture(done);
        }
        int size = images.length / count;
        int to = Math.min(count, from + IMAGES);
        float[] part = Arrays.copyOfRange(images, from * size, to * size);
        return engine.encode(part, to - from, Lane.BULK)
                .thenCompose(codes -> score(codes, part))
                .thenCompose(scored -> {
                    done.addAll(scored);
                    return next(images, count, to, done);
                });
    }

    private CompletableFuture<List<EncodedImage>> score(Codes codes, float[] images) {
        int dim = codes.dim();
        boolean point = engine.card().posterior() == Posterior.POINT;
        int draws = point ? 1 : DRAWS;
        int size = images.length / codes.count();
        float[] z = new float[codes.count() * draws * dim];
        float[] repeated = new float[codes.count() * draws * size];
        for (int i = 0; i < codes.count(); i++) {
            Noise noise = noise();
            Gaussian posterior = point ? null : new Gaussian(codes.mu(), codes.logvar(), i, dim);
            for (int row = i * draws; row < (i + 1) * draws; row++) {
                if (point) {
                    System.arraycopy(codes.mu(), i * dim, z, row * dim, dim);
                } else {
                    posterior.draw(noise, z, row);
                }
                System.arraycopy(images, i * size, repeated, row * size, size);
            }
        }
        return engine.logLikelihood(z, repeated, codes.count() * draws, Lane.BULK)
                .thenApply(scores -> encoded(codes, scores, draws, point));
    }

    private static List<EncodedImage> encoded(Codes codes, float[] scores, int draws, boolean point) {
        List<EncodedImage> all = new ArrayList<>();
        int dim = codes.dim();
        for (int i = 0; i < codes.count(); i++) {
            double reconstruction = 0;
            for (int row = i * draws; row < (i + 1) * draws; row++) {
                reconstruction += (double) scores[row] / draws;
            }
            float[] mu = Arrays.copyOfRange(codes.mu(), i * dim, (i + 1) * dim);
            if (point) {
                all.add(new EncodedImage(mu, null, null, null, reconstruction, null));
            } else {
                float[] logvar = Arrays.copyOfRange(codes.logvar(), i * dim, (i + 1) * dim);
                double[] parts = new Gaussian(codes.mu(), codes.logvar(), i, dim).klToStandard();
                double kl = Arrays.stream(parts).sum();
                all.add(new EncodedImage(mu, logvar, kl, parts, reconstruction, reconstruction - kl));
            }
        }
        return all;
    }
}
