package isthmus.history;

import isthmus.image.Shape;
import java.util.List;

/**
 * A training at some of its steps: how the codes of images moved, what became of codes drawn from the prior, and the terms
 * of the bound. All snapshots are of the same images and codes. Immutable by agreement: nobody writes into the arrays. Any
 * thread.
 *
 * @param dim latent dimensions
 * @param shape of an image
 * @param index (images) row of each image in the data set's training part
 * @param labels (images) class; 0 everywhere where the data have none
 * @param codes (draws, dim) that the draws are decoded from
 * @param snapshots by their steps, in ascending order
 */
public record History(int dim, Shape shape, int[] index, byte[] labels, float[] codes, List<Snapshot> snapshots) {
    public History {
        snapshots = List.copyOf(snapshots);
    }

    /** Images whose codes it has. */
    public int images() {
        return index.length;
    }

    /** Codes that are decoded. */
    public int draws() {
        return codes.length / dim;
    }

    /** Whether it has the log variances of codes. */
    public boolean hasVariances() {
        return !snapshots.isEmpty() && snapshots.get(0).logvar() != null;
    }

    /** The snapshots that were taken up to a step. */
    public History until(long step) {
        return with(snapshots.stream().filter(one -> one.step() <= step).toList());
    }

    /** The same images and codes with other snapshots. */
    public History with(List<Snapshot> others) {
        return new History(dim, shape, index, labels, codes, others);
    }
}
