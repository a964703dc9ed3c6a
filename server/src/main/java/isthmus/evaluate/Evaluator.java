package isthmus.evaluate;

import isthmus.Failure;
import isthmus.inference.Codes;
import isthmus.inference.Model;
import isthmus.latent.Gaussian;
import isthmus.latent.LogSumExp;
import isthmus.latent.Noise;
import isthmus.model.ModelCard.Posterior;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Measures a model on images: the evidence lower bound and its split, and the importance-weighted bound of Burda,
 * Grosse and Salakhutdinov (2015). The images are encoded when it is made. The same seed gives the same draws,
 * whatever the batches. One thread at a time.
 */
public final class Evaluator {
    /** A dimension is active when its mean varies over images by more than this (Burda and others 2015). */
    public static final double ACTIVE_THRESHOLD = 0.01;

    private static final int BATCH =
            1024; // codes a call: a multiple of what networks run fastest in, small enough for any machine

    private final TestImages images;
    private final Codes codes;
    private final long seed;
    private final PosteriorDraws draws;
    private final Model vae;

    public Evaluator(Model vae, TestImages images, long seed) {
        this(vae, images, seed, done -> {});
    }

    /**
     * @param progress told how many images are encoded
     */
    public Evaluator(Model vae, TestImages images, long seed, IntConsumer progress) {
        this(vae, images, seed, BATCH, progress);
    }

    Evaluator(Model vae, TestImages images, long seed, int batch) {
        this(vae, images, seed, batch, done -> {});
    }

    private Evaluator(Model vae, TestImages images, long seed, int batch, IntConsumer progress) {
        if (!images.data().shape().equals(vae.card().input().shape())) {
            throw Failure.badInput("%s: expected images of %s, found %s in %s"
                    .formatted(
                            vae.card().id(),
                            vae.card().input().shape(),
                            images.data().shape(),
                            images.data().name()));
        }
        this.vae = vae;
        this.images = images;
        this.seed = seed;
        this.codes = encode(vae, images, batch, progress);
        this.draws = new PosteriorDraws(vae, images, codes, batch);
    }

    /** The codes of all images. */
    public Codes codes() {
        return codes;
    }

    /**
     * The bound and its split.
     *
     * @param count posterior draws an image; a point posterior has nothing to draw and is scored at its point
     * @param progress told how many images are done
     */
    public ElboEstimate elbo(int count, IntConsumer progress) {
        Scores scores = scores(count, progress);
        return isPoint()
                ? ElboEstimate.ofPoints(codes, scores.means)
                : ElboEstimate.ofDraws(codes, count, scores.means, scores.drawError);
    }

    /**
     * E_q log p(x|z) of each image in nats, by the draws of which {@link #elbo} is the average.
     *
     * @param count posterior draws an image; a point posterior is scored at its point
     * @param progress told how many images are done
     */
    public double[] reconstructions(int count, IntConsumer progress) {
        return scores(count, progress).means;
    }

    /**
     * @param means (images) of log p(x|z) over the draws of each image
     * @param drawError the part of the error of the mean of these that more draws would take away
     */
    private record Scores(double[] means, double drawError) {}

    private Scores scores(int count, IntConsumer progress) {
        if (count < 1) {
            throw Failure.badInput("expected 1 or more posterior draws an image, found " + count);
        }
        if (isPoint()) {
            return new Scores(pointScores(progress), 0);
        }
        int n = images.count();
        double[] sum = new double[n]; // Σ log p(x|z) over the draws of each image
        double[] squares = new double[n]; // around the first draw, so that large scores do not swallow the spread
        double[] first = new double[n];
        int[] seen = new int[n];
        draws.forEach(
                n,
                count,
                Noise.named(seed, "posterior draws"),
                (image, posterior, z, row, score) -> {
                    first[image] = seen[image]++ == 0 ? score : first[image];
                    sum[image] += score - first[image];
                    squares[image] += (score - first[image]) * (score - first[image]);
                },
                progress);
        double[] means = new double[n];
        double drawVariance = 0; // of Σ means
        for (int i = 0; i < n; i++) {
            double offset = sum[i] / count;
            means[i] = first[i] + offset;
            drawVariance += (squares[i] / count - offset * offset) / (count - 1.0);
        }
        return new Scores(means, Math.sqrt(Math.max(0, drawVariance)) / n);
    }

    /**
     * The importance-weighted bound: the mean over images of log (1/k Σ p(x, z) / q(z|x)) over k posterior draws.
     *
     * @param samples k, any number; memory does not grow with it
     * @param count the first so many images
     * @param progress told how many images are done
     */
    public ImportanceEstimate importance(int samples, int count, IntConsumer progress) {
        if (isPoint()) {
            throw Failure.badInput(
                    "%s: expected a posterior with a density for an importance-weighted bound, found a point posterior"
                            .formatted(vae.card().id()));
        }
        if (samples < 1 || count < 1 || count > images.count()) {
            throw Failure.badInput("expected 1 or more samples and 1 to %d images, found %d and %d"
                    .formatted(images.count(), samples, count));
        }
        Gaussian prior = Gaussian.standard(codes.dim());
        LogSumExp[] weights = new LogSumExp[count];
        Arrays.setAll(weights, i -> new LogSumExp());
        draws.forEach(
                count,
                samples,
                Noise.named(seed, "importance samples"),
                (image, posterior, z, row, score) ->
                        weights[image].add(score + prior.logDensity(z, row) - posterior.logDensity(z, row)),
                progress);
        return ImportanceEstimate.of(samples, weights);
    }

    private boolean isPoint() {
        return vae.card().posterior() == Posterior.POINT;
    }

    /** log p(x|mu) of each image. */
    private double[] pointScores(IntConsumer progress) {
        double[] scores = new double[images.count()];
        for (int from = 0; from < scores.length; from += BATCH) {
            int to = Math.min(scores.length, from + BATCH);
            float[] z = Arrays.copyOfRange(codes.mu(), from * codes.dim(), to * codes.dim());
            float[] batch = vae.logLikelihood(z, 1, images.floats(from, to), to - from);
            for (int i = from; i < to; i++) {
                scores[i] = batch[i - from];
            }
            progress.accept(to);
        }
        return scores;
    }

    private static Codes encode(Model vae, TestImages images, int batch, IntConsumer progress) {
        int n = images.count();
        int dim = vae.card().latent().dim();
        boolean point = vae.card().posterior() == Posterior.POINT;
        float[] mu = new float[n * dim];
        float[] logvar = new float[point ? 0 : n * dim];
        for (int from = 0; from < n; from += batch) {
            int to = Math.min(n, from + batch);
            Codes codes = vae.encode(images.pixels(), from, to - from);
            System.arraycopy(codes.mu(), 0, mu, from * dim, codes.mu().length);
            System.arraycopy(codes.logvar(), 0, logvar, from * dim, codes.logvar().length);
            progress.accept(to);
        }
        return new Codes(n, dim, mu, logvar);
    }
}
