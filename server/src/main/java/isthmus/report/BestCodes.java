package isthmus.report;

import isthmus.inference.Model;
import isthmus.latent.Prior;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The code of each image under which the image is likeliest, whatever the prior says of it, by ascent from several starts.
 * Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param codes (count, dim)
 * @param nats (count) log p(x|z) there
 */
public record BestCodes(float[] codes, double[] nats) {
    private static final int STARTS = 4;
    private static final int STEPS = 80;
    private static final int IMAGES = 64; // at a time

    /**
     * @param own (count, dim) a code of each image, which is one of its starts
     * @param candidates (…, dim) of which the others are the likeliest
     * @param images (count, channels, height, width)
     * @param progress told how many images are done
     */
    public static BestCodes of(
            Model model, float[] own, float[] candidates, float[] images, int count, IntConsumer progress) {
        Prior prior = model.prior();
        int dim = prior.dim();
        int size = images.length / count;
        double[] deviation = Arrays.stream(prior.variances()).map(Math::sqrt).toArray();
        float[][] scores = SharedCodes.scores(model, candidates, candidates.length / dim, images, count);
        float[] best = new float[own.length];
        double[] nats = new double[count];
        for (int from = 0; from < count; from += IMAGES) {
            int some = Math.min(IMAGES, count - from);
            float[] codes = new float[some * STARTS * dim];
            for (int i = 0; i < some; i++) {
                System.arraycopy(own, (from + i) * dim, codes, i * STARTS * dim, dim);
                int[] likeliest = SharedCodes.highest(scores[from + i], STARTS - 1);
                for (int k = 1; k < STARTS; k++) {
                    System.arraycopy(candidates, likeliest[k - 1] * dim, codes, (i * STARTS + k) * dim, dim);
                }
            }
            float[] shown = Arrays.copyOfRange(images, from * size, (from + some) * size);
            double[] reached = SignAscent.maximise(
                    codes,
                    deviation,
                    STEPS,
                    at -> SignAscent.ValuesAndGradients.of(model.scoresAndGradients(at, STARTS, shown, some)));
            for (int i = 0; i < some; i++) {
                int first = i * STARTS;
                int row = IntStream.range(first, first + STARTS)
                        .boxed()
                        .max(Comparator.comparingDouble(r -> reached[r]))
                        .orElseThrow();
                nats[from + i] = reached[row];
                System.arraycopy(codes, row * dim, best, (from + i) * dim, dim);
            }
            progress.accept(from + some);
        }
        return new BestCodes(best, nats);
    }
}
