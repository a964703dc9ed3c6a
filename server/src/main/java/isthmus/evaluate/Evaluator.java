package isthmus.evaluate;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.data.DataSet;
import isthmus.estimate.BernoulliFloor;
import isthmus.estimate.Elbo;
import isthmus.estimate.ElboEstimate;
import isthmus.estimate.ImportanceEstimate;
import isthmus.estimate.IwaeAccumulator;
import isthmus.estimate.IwaeBounds;
import isthmus.inference.Model;
import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.Posterior;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import isthmus.report.ChunkedModel;
import isthmus.report.Coverage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures a model on images: the evidence lower bound and its split, and the importance-weighted bound of Burda,
 * Grosse and Salakhutdinov (2015). The images are encoded in the constructor. Draws depend on the seed and not on
 * the batches. One thread at a time.
 */
public final class Evaluator {
    private static final int BATCH = 1024; // codes a call: enough for full speed, few enough for any machine

    private static final int MODE_SAMPLES = 1000; // codes of images among which modes of a posterior are looked for

    private final Model model;
    private final EvaluationImages images;
    private final long seed;
    private final int batch;
    private final PosteriorBatch posteriors;

    /** Receives draws of z from the posteriors, those of one image in order. */
    private interface Sink {
        /**
         * @param z (rows, dim), of which the row is the draw; reused, so not to be kept
         * @param logLikelihood log p(x|z) in nats
         */
        void accept(int image, Posterior posterior, float[] z, int row, double logLikelihood);
    }

    public Evaluator(Model model, EvaluationImages images, long seed) {
        this(model, images, seed, BATCH, done -> {});
    }

    /** @param progress told how many images are encoded */
    public Evaluator(Model model, EvaluationImages images, long seed, IntConsumer progress) {
        this(model, images, seed, BATCH, progress);
    }

    /** @param batch codes, or images, at a time */
    Evaluator(Model model, EvaluationImages images, long seed, int batch, IntConsumer progress) {
        if (!images.data().shape().equals(model.card().input().shape())) {
            throw Failure.badInput(
                    model.card().id(),
                    "images of " + model.card().input().shape(),
                    "%s in %s".formatted(images.data().shape(), images.data().name()));
        }
        this.model = model;
        this.images = images;
        this.seed = seed;
        this.batch = batch;
        this.posteriors = encode(progress);
    }

    private PosteriorBatch encode(IntConsumer progress) {
        int n = images.count();
        List<PosteriorBatch> parts = new ArrayList<>();
        for (int from = 0; from < n; from += batch) {
            int to = Math.min(n, from + batch);
            parts.add(model.encode(
                    images.pixels(), from, to - from, images.data().shape().size()));
            progress.accept(to);
        }
        return n == 0
                ? model.encode(images.pixels(), 0, 0, images.data().shape().size())
                : PosteriorBatch.joined(parts);
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
        return elbo(bounds(count, progress), count);
    }

    /**
     * The bound and its split, from the bounds of all images.
     *
     * @param count posterior draws an image
     */
    public ElboEstimate elbo(List<Elbo> bounds, int count) {
        return ElboEstimate.of(posteriors, bounds, count, images.blocks(bounds.size()));
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
        Prior prior = model.prior();
        List<Elbo.Draws> drawn = IntStream.range(0, n)
                .mapToObj(i -> new Elbo.Draws(posteriors.get(i), prior))
                .toList();
        forEachDraw(
                n,
                hasDensity() ? count : 1,
                Noise.named(seed, "posterior draws"),
                (image, posterior, z, row, score) -> drawn.get(image).add(z, row, score),
                progress);
        return drawn.stream().map(Elbo.Draws::bound).toList();
    }

    /**
     * How far images are from what their own mean codes decode to: the root mean square over all values, in grey levels.
     *
     * @param progress told how many images are done
     */
    public double residual(IntConsumer progress) {
        int dim = posteriors.dim();
        double squares = 0;
        long values = 0;
        for (int from = 0; from < images.count(); from += batch) {
            int to = Math.min(images.count(), from + batch);
            float[] pixels = images.floats(from, to);
            float[] decoded = model.decode(Arrays.copyOfRange(posteriors.means(), from * dim, to * dim), to - from);
            for (int i = 0; i < pixels.length; i++) {
                squares += (double) (pixels[i] - decoded[i]) * (pixels[i] - decoded[i]);
            }
            values += pixels.length;
            progress.accept(to);
        }
        return 255 * Math.sqrt(squares / values);
    }

    /**
     * The importance-weighted bound: the mean over images of log (1/k Σ p(x, z) / q(z|x)) over k posterior draws.
     *
     * @param samples k, any number; memory does not grow with it
     * @param count of images, from the first on
     * @param progress told how many images are done
     */
    public ImportanceEstimate importance(int samples, int count, IntConsumer progress) {
        return ImportanceEstimate.of(importanceBounds(samples, count, progress), images.blocks(count));
    }

    /** The importance-weighted bounds of each image, of which {@link #importance} has the averages; likewise. */
    public List<IwaeBounds> importanceBounds(int samples, int count, IntConsumer progress) {
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
        List<IwaeAccumulator> weights =
                Stream.generate(() -> new IwaeAccumulator(samples)).limit(count).toList();
        forEachDraw(
                count,
                samples,
                Noise.named(seed, "importance samples"),
                (image, posterior, z, row, score) ->
                        weights.get(image).add(score + prior.logDensity(z, row) - posterior.logDensity(z, row)),
                progress);
        return weights.stream().map(IwaeAccumulator::bounds).toList();
    }

    /**
     * How much of p(z|x) lies where the encoder says, over images at equal distances in the part.
     *
     * @param count of images
     * @param progress told how many images are done
     */
    public CoverageEstimate coverage(int count, IntConsumer progress) {
        if (count < 1 || count > images.count()) {
            throw Failure.badInput("", "1 to %d images".formatted(images.count()), count);
        }
        ChunkedModel chunked = new ChunkedModel(model, () -> true);
        int dim = posteriors.dim();
        int codes = Math.min(MODE_SAMPLES, images.count());
        float[] samples = new float[codes * dim];
        for (int i = 0; i < codes; i++) {
            System.arraycopy(posteriors.means(), spaced(i, codes) * dim, samples, i * dim, dim);
        }
        Coverage.Radii radii = Coverage.Radii.of(dim);
        List<Coverage> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int image = spaced(i, count);
            Observation seen = Observation.of(images.floats(image, image + 1));
            Gaussian q = posteriors
                    .get(image)
                    .gaussian()
                    .orElseThrow(() -> Failure.badInput(
                            model.card().id(),
                            "a diagonal Gaussian posterior, whose ellipsoids can be held against p(z|x)",
                            "another"));
            all.add(Coverage.of(chunked, seen, q, samples, radii, seed));
            progress.accept(i + 1);
        }
        return CoverageEstimate.of(all);
    }

    /** The i-th of so many images at equal distances. */
    private int spaced(int i, int of) {
        return (int) ((long) i * images.count() / of);
    }

    /**
     * The atlas of the images. The averages of its {@code kl} and {@code reconstruction} are those of {@link #elbo} with as
     * many draws. A point posterior has no divergence from the prior: its kl is 0. Floors are those of a Bernoulli likelihood
     * of grey levels alone. Without a likelihood the reconstruction is 0.
     *
     * @param draws posterior draws an image, for the reconstruction term
     * @param progress told how many images are done
     */
    public Atlas atlas(int draws, IntConsumer progress) {
        DataSet data = images.data();
        List<Elbo> bounds = bounds(draws, progress);
        int n = bounds.size();
        float[] kl = new float[n];
        float[] reconstruction = new float[n];
        for (int i = 0; i < n; i++) {
            kl[i] = bounds.get(i).isBound() ? (float) bounds.get(i).kl() : 0;
            reconstruction[i] = (float) bounds.get(i).reconstruction().mean();
        }
        return new Atlas(
                posteriors.moments(),
                data.labels() == null ? new byte[n] : Arrays.copyOf(data.labels(), n),
                Arrays.copyOf(data.index(), n),
                kl,
                reconstruction,
                images.factors(),
                model.card().scoresGreys() ? floors(n) : null,
                data.files().isEmpty() ? List.of() : data.files().subList(0, n));
    }

    private float[] floors(int count) {
        float[] floors = new float[count];
        for (int i = 0; i < count; i++) {
            floors[i] = (float) BernoulliFloor.of(images.floats(i, i + 1));
        }
        return floors;
    }

    private boolean hasDensity() {
        return posteriors.hasDensity();
    }

    /**
     * Draws z from the posterior of each image and scores it by log p(x|z), in batches of bounded size.
     *
     * @param streams has a substream for each image
     * @param progress told how many images of the count are done
     */
    private void forEachDraw(int count, int draws, Noise streams, Sink sink, IntConsumer progress) {
        int block = Math.max(1, batch / draws);
        for (int from = 0; from < count; from += block) {
            int to = Math.min(count, from + block);
            score(from, to, draws, streams, sink);
            progress.accept(to);
        }
    }

    private void score(int from, int to, int draws, Noise streams, Sink sink) {
        int block = to - from;
        float[] pixels = images.floats(from, to);
        Noise[] noise = new Noise[block];
        Posterior[] q = new Posterior[block];
        for (int i = 0; i < block; i++) {
            noise[i] = streams.stream(images.index(from + i));
            q[i] = posteriors.get(from + i);
        }
        for (int done = 0; done < draws; done += batch) {
            int perImage = Math.min(batch, draws - done);
            float[] z = new float[block * perImage * posteriors.dim()];
            for (int row = 0; row < block * perImage; row++) {
                q[row / perImage].draw(noise[row / perImage], z, row);
            }
            float[] scores = model.card().hasLikelihood()
                    ? model.logLikelihood(z, perImage, pixels, block)
                    : new float[block * perImage];
            for (int row = 0; row < block * perImage; row++) {
                int image = from + row / perImage;
                if (!Float.isFinite(scores[row])) {
                    throw Failure.modelFailed(
                            model.card().id(),
                            "a finite log p(x|z) for image %d of %s"
                                    .formatted(
                                            images.index(image), images.data().name()),
                            scores[row]);
                }
                sink.accept(image, q[row / perImage], z, row, scores[row]);
            }
        }
    }
}
