package isthmus.atlas;

import isthmus.Failure;
import isthmus.latent.PosteriorBatch;
import java.util.List;

/**
 * The encoded data set of a model, one row an image. Immutable by agreement: nobody writes into the
 * arrays. Any thread.
 *
 * @param posteriors q(z|x) of each row
 * @param label (count) unsigned; 0 everywhere where the data have no labels
 * @param index (count) of the image in the data set
 * @param kl (count) KL(q(z|x) ‖ p(z)) in nats
 * @param reconstruction (count) log p(x|z) in nats under draws of q(z|x)
 * @param factors (count, k) class indices of the generating factors, unsigned; null where they are not known
 * @param floor (count) the greatest log p(x|z) in nats that any Bernoulli means could give the image, at most 0; null
 *     for other likelihoods, and where it is not known
 * @param files (count) path of each image's file in its data set; empty where images have no files of their own
 */
public record Atlas(
        PosteriorBatch posteriors,
        byte[] label,
        int[] index,
        float[] kl,
        float[] reconstruction,
        byte[][] factors,
        float[] floor,
        List<String> files) {

    /** Without floors and files. */
    public Atlas(
            PosteriorBatch posteriors,
            byte[] label,
            int[] index,
            float[] kl,
            float[] reconstruction,
            byte[][] factors) {
        this(posteriors, label, index, kl, reconstruction, factors, null, List.of());
    }

    public Atlas {
        int count = posteriors.count();
        length("label", count, label.length);
        length("index", count, index.length);
        length("kl", count, kl.length);
        length("reconstruction", count, reconstruction.length);
        finite("mu", posteriors.means());
        if (posteriors.logvar() != null) {
            finite("logvar", posteriors.logvar());
        }
        finite("kl", kl);
        finite("reconstruction", reconstruction);
        if (!files.isEmpty()) {
            length("file", count, files.size());
        }
        files = List.copyOf(files);
        if (factors != null) {
            rectangular(count, factors);
        }
        if (floor != null) {
            length("floor", count, floor.length);
            finite("floor", floor);
            for (int i = 0; i < count; i++) {
                if (floor[i] > 0) {
                    throw Failure.badInput("floor", "values of at most 0", "%s at %d".formatted(floor[i], i));
                }
            }
        }
    }

    /** Rows. */
    public int count() {
        return posteriors.count();
    }

    /** Latent dimensions. */
    public int dim() {
        return posteriors.dim();
    }

    /** The means of q(z|x), (count, dim). */
    public float[] mu() {
        return posteriors.means();
    }

    /** How many generating factors each row has; 0 where they are not known. */
    public int factorCount() {
        return factors == null || factors.length == 0 ? 0 : factors[0].length;
    }

    private static void length(String name, long expected, int found) {
        if (found != expected) {
            throw Failure.badInput(name, expected + " values", found);
        }
    }

    private static void finite(String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw Failure.badInput(name, "finite values", "%s at %d".formatted(values[i], i));
            }
        }
    }

    private static void rectangular(int count, byte[][] factors) {
        length("factors", count, factors.length);
        for (byte[] row : factors) {
            length("factors", factors[0].length, row.length);
        }
    }
}
