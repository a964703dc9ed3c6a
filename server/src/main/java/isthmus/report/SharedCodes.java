package isthmus.report;

import isthmus.inference.Model;
import isthmus.model.ModelCard;
import java.util.Arrays;
import java.util.List;

/**
 * log p(x|z) of many images under the same codes, which are decoded once for all of them: in single precision and up to a
 * constant of each image, to find out where to look. One thread, that of the model.
 */
final class SharedCodes {
    private static final int BLOCK = 2048; // codes that are decoded at a time
    private static final float EDGE = 1e-6f; // of a Bernoulli mean, from 0 and from 1

    private SharedCodes() {}

    /**
     * @param codes (count, dim)
     * @param images (imageCount, channels, height, width)
     * @return (imageCount)(count)
     */
    static float[][] scores(Model model, float[] codes, int count, float[] images, int imageCount) {
        int dim = codes.length / count;
        int size = images.length / imageCount;
        float[][] scores = new float[imageCount][count];
        for (int from = 0; from < count; from += BLOCK) {
            int rows = Math.min(BLOCK, count - from);
            float[] decoded = model.scoredMeans(Arrays.copyOfRange(codes, from * dim, (from + rows) * dim), rows);
            Linear terms = Linear.of(model.card().likelihood(), decoded, rows, size);
            for (int i = 0; i < imageCount; i++) {
                terms.score(images, i * size, scores[i], from);
            }
        }
        return scores;
    }

    /** Where the highest scores are, the very highest first. */
    static int[] highest(float[] scores, int most) {
        int[] found = new int[Math.min(most, scores.length)];
        Arrays.fill(found, -1);
        for (int i = 0; i < scores.length; i++) {
            int k = found.length;
            while (k > 0 && (found[k - 1] < 0 || scores[i] > scores[found[k - 1]])) {
                k--;
            }
            if (k < found.length) {
                System.arraycopy(found, k, found, k + 1, found.length - k - 1);
                found[k] = i;
            }
        }
        return found;
    }

    /**
     * What makes the score of a code linear in the image's values: Σ slope · x + offset.
     *
     * @param slope (size)(rows)
     * @param offset (rows)
     */
    private record Linear(float[][] slope, float[] offset) {
        static Linear of(ModelCard.Likelihood likelihood, float[] means, int rows, int size) {
            Linear terms = new Linear(new float[size][rows], new float[rows]);
            boolean bernoulli = likelihood.family() == ModelCard.Family.BERNOULLI;
            for (int r = 0; r < rows; r++) {
                double offset = 0;
                for (int p = 0; p < size; p++) {
                    float mean = means[r * size + p];
                    if (bernoulli) {
                        float inside = Math.max(EDGE, Math.min(1 - EDGE, mean));
                        terms.slope[p][r] = (float) (Math.log(inside) - Math.log1p(-inside));
                        offset += Math.log1p(-inside);
                    } else {
                        List<Double> sigma = likelihood.sigma();
                        double one = sigma.get(sigma.size() == 1 ? 0 : p);
                        terms.slope[p][r] = (float) (mean / (one * one));
                        offset -= mean * mean / (2 * one * one);
                    }
                }
                terms.offset[r] = (float) offset;
            }
            return terms;
        }

        void score(float[] images, int start, float[] into, int at) {
            float[] sums = offset.clone();
            for (int p = 0; p < slope.length; p++) {
                float x = images[start + p];
                if (x != 0) {
                    float[] of = slope[p];
                    for (int r = 0; r < sums.length; r++) {
                        sums[r] += x * of[r];
                    }
                }
            }
            System.arraycopy(sums, 0, into, at, sums.length);
        }
    }
}
