package isthmus.report;

import isthmus.estimate.RunningMean;
import isthmus.inference.Model;
import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The bound of the best diagonal Gaussian for an image, and by how much it is above that of the encoder's. Any thread.
 *
 * @param bound in nats
 * @param gain over the encoder's under the same draws, which may be an error's width below 0
 */
public record DiagonalBound(double bound, double gain) {
    private static final int STEPS = 40;
    private static final int FRESH = 512; // draws independent of those of the ascent

    /**
     * Ascends from the encoder's answer or from another mode, whichever has the higher bound.
     *
     * @param posteriors of the images, diagonal Gaussians
     * @param candidates (…, dim) codes among which modes are looked for
     * @param images (count, channels, height, width)
     * @param progress told how many images are done
     */
    public static List<DiagonalBound> of(
            Model model,
            PosteriorBatch posteriors,
            float[] candidates,
            float[] images,
            long seed,
            IntConsumer progress) {
        ChunkedModel whole = ChunkedModel.whole(model);
        List<Mixture> modes = ModeMixtures.of(model, posteriors, candidates, images);
        int size = images.length / posteriors.count();
        List<DiagonalBound> found = new ArrayList<>();
        for (int i = 0; i < posteriors.count(); i++) {
            Observation seen = Observation.of(Arrays.copyOfRange(images, i * size, (i + 1) * size));
            Gaussian own = posteriors.get(i).gaussian().orElseThrow();
            found.add(of(whole, seen, own, modes.get(i), Noise.named(seed, "best diagonal").stream(i)));
            progress.accept(i + 1);
        }
        return found;
    }

    private static DiagonalBound of(ChunkedModel model, Observation seen, Gaussian own, Mixture modes, Noise noise) {
        BoundAscent ascent = new BoundAscent(model, seen, own.dim(), BoundAscent.DRAWS, noise);
        Gaussian start = own;
        double highest = ascent.bound(own);
        for (Gaussian mode : modes.components()) {
            double bound = ascent.bound(mode);
            if (bound > highest) {
                highest = bound;
                start = mode;
            }
        }
        Gaussian best = ascent.maximise(start, STEPS, (step, bound, q) -> {}).q();
        float[] epsilon = noise.normals(FRESH * own.dim());
        float[] ownCodes = own.codes(epsilon);
        float[] bestCodes = best.codes(epsilon);
        float[] ownScores = model.scores(ownCodes, FRESH, seen);
        float[] bestScores = model.scores(bestCodes, FRESH, seen);
        RunningMean reconstruction = new RunningMean();
        RunningMean difference = new RunningMean();
        for (int k = 0; k < FRESH; k++) {
            reconstruction.add(bestScores[k]);
            difference.add((double) bestScores[k] - ownScores[k]);
        }
        Prior prior = model.prior();
        double kl = BoundAscent.kl(best, prior, bestCodes);
        return new DiagonalBound(
                reconstruction.mean() - kl, difference.mean() - kl + BoundAscent.kl(own, prior, ownCodes));
    }
}
