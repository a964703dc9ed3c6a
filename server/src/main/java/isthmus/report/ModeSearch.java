package isthmus.report;

import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.Prior;
import isthmus.latent.Viewport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Looks for the modes of p(z|x). Candidates are a grid in two dimensions or draws of the prior in others, and codes of
 * samples. Those that are likelier than all candidates around them are starts, from which log p(x, z) is ascended, all
 * at once. One thread, that of the model.
 */
final class ModeSearch {
    private static final int GRID_SIDE = 32;
    private static final double GRID_REACH = 4; // deviations of the prior
    private static final int PRIOR_DRAWS = 256;
    private static final int NEIGHBOURS = 8; // candidates around one
    private static final int STARTS = 12;
    private static final int STEPS = 40;
    private static final double MAX_DEFICIT = 12; // nats of evidence below the best mode
    private static final double NEAR = 4; // mean squared distance in deviations within which two modes are one

    private final ChunkedModel model;
    private final Observation seen;
    private final Prior prior;
    private final double[] deviation; // (dim) of the prior
    private final int dim;

    ModeSearch(ChunkedModel model, Observation seen) {
        model.checkGradients(); // before candidates are scored in vain
        this.model = model;
        this.seen = seen;
        prior = model.prior();
        dim = prior.dim();
        deviation = Arrays.stream(prior.variances()).map(Math::sqrt).toArray();
    }

    /**
     * A normal around each mode.
     *
     * @param known where modes are looked for no more
     * @param samples (count, dim) codes that images of the data have
     * @param most modes
     * @return those of the highest evidence, highest first
     */
    List<Gaussian> modes(List<Gaussian> known, float[] samples, int most, Noise noise) {
        float[] tops = starts(candidates(samples, noise));
        int starts = tops.length / dim;
        double[] logs = SignAscent.maximise(
                tops, deviation, STEPS, at -> SignAscent.joint(model.scoresAndGradients(at, starts, seen), prior, at));
        int count = logs.length;
        List<Gaussian> around = new ArrayList<>();
        double[] evidence = new double[count]; // by Laplace's approximation, up to a constant
        for (int i = 0; i < count; i++) {
            around.add(around(model, Arrays.copyOfRange(tops, i * dim, (i + 1) * dim)));
            evidence[i] = logs[i];
            for (float logvar : around.get(i).logvar()) {
                evidence[i] += logvar / 2;
            }
        }
        double best = Arrays.stream(evidence).max().orElseThrow();
        List<Gaussian> found = new ArrayList<>();
        IntStream.range(0, count)
                .boxed()
                .filter(i -> evidence[i] >= best - MAX_DEFICIT)
                .sorted(Comparator.comparingDouble(i -> -evidence[i]))
                .map(around::get)
                .filter(q -> known.stream().noneMatch(other -> isNear(other, q)))
                .forEach(q -> {
                    if (found.size() < most && found.stream().noneMatch(other -> isNear(other, q))) {
                        found.add(q);
                    }
                });
        return found;
    }

    /** A normal around a code, with the variances that the encoder gives what is decoded there. */
    static Gaussian around(ChunkedModel model, float[] code) {
        return new Gaussian(code, model.encode(model.decode(code, 1)).logvar());
    }

    private boolean isNear(Gaussian q, Gaussian other) {
        double sum = 0;
        for (int d = 0; d < dim; d++) {
            double offset = other.mean()[d] - q.mean()[d];
            sum += offset * offset / Math.exp(q.logvar()[d]);
        }
        return sum < NEAR * dim;
    }

    private float[] candidates(float[] samples, Noise noise) {
        float[] broad = dim == 2 ? grid(noise) : prior.draws(noise, PRIOR_DRAWS);
        float[] all = Arrays.copyOf(broad, broad.length + samples.length);
        System.arraycopy(samples, 0, all, broad.length, samples.length);
        return all;
    }

    /** A grid that is moved by up to a cell, so that two searches have candidates of their own. */
    private float[] grid(Noise noise) {
        double[] reach = new double[2];
        double[] centre = new double[2];
        for (int d = 0; d < 2; d++) {
            reach[d] = GRID_REACH * deviation[d];
            centre[d] = prior.mean()[d] + (noise.uniform() - 0.5) * 2 * reach[d] / GRID_SIDE;
        }
        return PosteriorGrid.centres(
                new Viewport(centre[0] - reach[0], centre[1] - reach[1], centre[0] + reach[0], centre[1] + reach[1]),
                GRID_SIDE);
    }

    /** The likeliest of the candidates that are likelier than the candidates nearest to them, (count, dim). */
    private float[] starts(float[] candidates) {
        int count = candidates.length / dim;
        double[] logs = model.logJoint(candidates, count, seen);
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -logs[i]))
                .mapToInt(i -> i)
                .toArray();
        float[] starts = new float[STARTS * dim];
        int found = 0;
        for (int rank = 0; rank < count && found < STARTS; rank++) {
            if (isLikeliestAround(candidates, order, rank)) {
                System.arraycopy(candidates, order[rank] * dim, starts, found++ * dim, dim);
            }
        }
        return Arrays.copyOf(starts, found * dim);
    }

    /** Whether enough candidates are nearer than the nearest likelier one. */
    private boolean isLikeliestAround(float[] candidates, int[] order, int rank) {
        double likelier = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rank; i++) {
            likelier = Math.min(likelier, squaredDistance(candidates, order[i], order[rank]));
        }
        int nearer = 0;
        for (int i = rank + 1; i < order.length && nearer < NEIGHBOURS; i++) {
            nearer += squaredDistance(candidates, order[i], order[rank]) < likelier ? 1 : 0;
        }
        return nearer == NEIGHBOURS || likelier == Double.POSITIVE_INFINITY;
    }

    private double squaredDistance(float[] codes, int a, int b) {
        double sum = 0;
        for (int d = 0; d < dim; d++) {
            double offset = codes[a * dim + d] - codes[b * dim + d];
            sum += offset * offset;
        }
        return sum;
    }
}
