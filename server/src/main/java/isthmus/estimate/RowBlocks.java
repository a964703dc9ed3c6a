package isthmus.estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Blocks of images between which images are taken as independent, while those of one block may be alike. Immutable by
 * agreement: nobody writes into the arrays. Any thread.
 *
 * <p>The standard error of the mean m of n values x in G blocks is the square root of
 *
 * <pre>G / (G − 1) · Σ_blocks (Σ_images of the block (x − m))² / n²,</pre>
 *
 * the cluster-robust one. Where each image is a block it is that of independent images. In a sequence of images whose
 * correlation dies out within a block of L images it is right but for a part of the order of their correlation length
 * over L, by which it is too small.
 *
 * <p>A block has at most a tenth of the images, so that ten or more tell the error to a quarter of itself. For the 400
 * test frames of the Frey film that is 40: their bounds are hardly correlated 20 frames apart (below 0.2), and the error is
 * the same within a tenth for blocks of 25 to 50. Emoji of one family are 18 rows at most, so each family is one block.
 *
 * @param images of each block
 */
public record RowBlocks(List<int[]> images) {
    private static final int LEAST_BLOCKS = 10; // where there are as many images

    /** Each image is a block. */
    public static RowBlocks independent(int count) {
        return new RowBlocks(
                IntStream.range(0, count).mapToObj(i -> new int[] {i}).toList());
    }

    /** Stretches, those that are too long for a block divided into equal parts. */
    public static RowBlocks of(List<Stretch> stretches) {
        int count = stretches.stream().mapToInt(one -> one.images().length).sum();
        int longest = Math.max(1, count / LEAST_BLOCKS);
        List<int[]> blocks = new ArrayList<>();
        for (Stretch stretch : stretches) {
            int[] images = stretch.images();
            int parts = (images.length + longest - 1) / longest;
            for (int part = 0; part < parts; part++) {
                int from = part * images.length / parts;
                int to = (part + 1) * images.length / parts;
                blocks.add(IntStream.range(from, to).map(i -> images[i]).toArray());
            }
        }
        return new RowBlocks(blocks);
    }

    public int count() {
        return images.size();
    }

    /** Images in the longest block. */
    public int longest() {
        return images.stream().mapToInt(block -> block.length).max().orElse(0);
    }

    /** The mean over images, with its standard error; NaN for a single block. */
    public MeanEstimate mean(double[] values) {
        double mean = MeanEstimate.of(values).mean();
        double squares = 0;
        for (int[] block : images) {
            double sum = 0;
            for (int image : block) {
                sum += values[image] - mean;
            }
            squares += sum * sum;
        }
        double blocks = count();
        return new MeanEstimate(mean, Math.sqrt(blocks / (blocks - 1) * squares) / values.length);
    }
}
