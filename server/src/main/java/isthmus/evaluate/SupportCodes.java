package isthmus.evaluate;

import isthmus.atlas.Atlas;
import isthmus.latent.Noise;
import isthmus.latent.Prior;
import java.util.stream.IntStream;

/**
 * Codes that data support, and others, of five kinds and as many of each: means and draws of test images' posteriors,
 * midpoints between the means of two test images, of different classes where there are any, draws of the prior, and
 * uniform ones in the box of all means. Any thread.
 *
 * @param each codes of each kind
 * @param codes (5 · each, dim)
 * @param rows (5 · each, 0 to 2) of the atlas, that the code was made of
 */
record SupportCodes(int each, float[] codes, int[][] rows) {
    /** @param test rows of the atlas that are of test images, two or more */
    static SupportCodes of(Prior prior, Atlas atlas, int[] test, int each, long seed) {
        int dim = atlas.dim();
        float[] mu = atlas.mu();
        float[] codes = new float[5 * each * dim];
        int[][] rows = new int[5 * each][0];
        Noise draws = Noise.named(seed, "supported draws");
        Noise pairs = Noise.named(seed, "supported pairs");
        Noise box = Noise.named(seed, "supported box");
        float[] unseen = prior.draws(Noise.named(seed, "supported prior"), each);
        System.arraycopy(unseen, 0, codes, 3 * each * dim, unseen.length);
        float[] low = mu.clone();
        float[] high = mu.clone();
        for (int i = dim; i < mu.length; i++) {
            low[i % dim] = Math.min(low[i % dim], mu[i]);
            high[i % dim] = Math.max(high[i % dim], mu[i]);
        }
        boolean classes = IntStream.of(test).anyMatch(row -> atlas.label()[row] != atlas.label()[test[0]]);
        for (int k = 0; k < each; k++) {
            int row = test[(int) ((long) k * test.length / each)];
            System.arraycopy(mu, row * dim, codes, k * dim, dim);
            atlas.posteriors().get(row).draw(draws, codes, each + k);
            int a;
            int b;
            do {
                a = test[pairs.nextInt(test.length)];
                b = test[pairs.nextInt(test.length)];
            } while (a == b || (classes && atlas.label()[a] == atlas.label()[b]));
            rows[k] = new int[] {row};
            rows[each + k] = new int[] {row};
            rows[2 * each + k] = new int[] {a, b};
            for (int d = 0; d < dim; d++) {
                codes[(2 * each + k) * dim + d] = (mu[a * dim + d] + mu[b * dim + d]) / 2;
                codes[(4 * each + k) * dim + d] = (float) (low[d] + box.uniform() * (high[d] - low[d]));
            }
        }
        return new SupportCodes(each, codes, rows);
    }

    int count() {
        return rows.length;
    }

    int[] madeOf(int i) {
        return rows[i];
    }

    boolean isMean(int i) {
        return i / each == 0;
    }

    boolean isDraw(int i) {
        return i / each == 1;
    }

    boolean isMidpoint(int i) {
        return i / each == 2;
    }

    boolean isPrior(int i) {
        return i / each == 3;
    }

    boolean isBox(int i) {
        return i / each == 4;
    }
}
