package isthmus.evaluate;

import isthmus.Failure;
import isthmus.estimate.Elbo;
import isthmus.estimate.ElboEstimate;
import isthmus.estimate.ImportanceEstimate;
import isthmus.estimate.RunningMean;
import isthmus.inference.Model;
import isthmus.latent.LogSumExp;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Measures a model on images: the evidence lower bound and its split, and the importance-weighted bound of Burda,
 * Grosse and Salakhutdinov (2015). The images are encoded in the constructor. Draws depend on the seed and not on
 * the batches. One thread at a time.
 */
public final class Evaluator {
    private static final int BATCH = 1024; // codes a call: enough for full speed, few enough for any machine

    private final EvaluationImages images;
    private final PosteriorBatch posteriors;
    private final long seed;
    private final PosteriorDraws draws;
    private final Model model;

    public Evaluator(Model model, EvaluationImages images, long seed) {
        this(model, images, seed, done -> {});
    }

    /** @param progress told how many images are encoded */
    public Evaluator(Model model, EvaluationImages images, long seed, IntConsumer progress) {
        this(model, images, seed, BATCH, progress);
    }

    Evaluator(Model model, EvaluationImages images, long seed, int batch) {
        this(model, images, seed, batch, done -> {});
    }

    private Evaluator(Model model, EvaluationImages images, long seed, int batch, IntConsumer progress) {
        if (!images.data().shape().equals(model.card().input().shape())) {
            throw Failure.badInput(
                    model.card().id(),
                    "images of " + model.card().input().shape(),
                    "%s in %s".formatted(images.data().shape(), images.data().name()));
        }
        this.model = model;
        this.images = images;
        this.seed = seed;
        this.posteriors = encode(model, images, batch, progress);
        this.draws = new PosteriorDraws(model, images, posteriors, batch);
    }

    /** The posteriors of all images. */
    public PosteriorBatch posteriors() {
        return posteriors;
    }

    /**
     * The bound and its split.
     *
     * @param count posterior draws an image; a posterior without a density is scored at its mean
     * @param progress told how many images are done
     */
    public ElboEstimate elbo(int count, IntConsumer progress) {
        return ElboEstimate.of(posteriors, bounds(count, progress), count);
    }

    /**
     * The bound of each image in nats, of which {@link #elbo} is the average.
     *
     * @param count posterior draws an image; a posterior without a density is scored at its mean
     * @param progress told how many images are done
     */
    public List<Elbo> bounds(int count, IntConsumer progress) {
        if (count < 1) {
            throw Failure.badInput("", "1 or more posterior draws an image", count);
        }
        int n = images.count();
        RunningMean[] scores = new RunningMean[n];
        Arrays.setAll(scores, i -> new RunningMean());
        draws.forEach(
                n,
                hasDensity() ? count : 1,
                Noise.named(seed, "posterior draws"),
                (image, posterior, z, row, score) -> scores[image].add(score),
                progress);
        Prior prior = model.prior();
        return IntStream.range(0, n)
                .mapToObj(i -> Elbo.of(posteriors.get(i), prior, scores[i]))
                .toList();
    }

    /**
     * The importance-weighted bound: the mean over images of log (1/k Σ p(x, z) / q(z|x)) over k posterior draws.
     *
     * @param samples k, any number; memory does not grow with it
     * @param count of images, from the first on
     * @param progress told how many images are done
     */
    public ImportanceEstimate importance(int samples, int count, IntConsumer progress) {
        if (!hasDensity()) {
            throw Failure.badInput(
                    model.card().id(),
                    "a posterior with a density for an importance-weighted bound",
                    "a point posterior");
        }
        if (samples < 1 || count < 1 || count > images.count()) {
            throw Failure.badInput(
                    "",
                    "1 or more samples and 1 to %d images".formatted(images.count()),
                    "%d and %d".formatted(samples, count));
        }
        Prior prior = model.prior();
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

    private boolean hasDensity() {
        return posteriors.get(0).hasDensity();
    }

    private static PosteriorBatch encode(Model model, EvaluationImages images, int batch, IntConsumer progress) {
        int n = images.count();
        int size = images.data().shape().size();
        List<PosteriorBatch> batches = new ArrayList<>();
        for (int from = 0; from < n; from += batch) {
            int to = Math.min(n, from + batch);
            batches.add(model.needEncoder().encode(images.pixels(), from, to - from, size));
            progress.accept(to);
        }
        return batches.get(0).join(batches.subList(1, batches.size()));
    }
}
