package isthmus.report;

import isthmus.image.Shape;
import isthmus.latent.Codebook;

/**
 * What each entry of a codebook looks like where data use it: the mean, over its uses in some decoded images, of its own
 * cell and those around it, which alone depend much on it. Immutable; any thread.
 *
 * @param images that were decoded
 * @param uses of each entry in them, (entries)
 * @param patches (entries, channels, 3 cells high, 3 cells wide) in [0,1]; 0 where an entry is not used, and beyond edges
 *     where all its uses are at one
 * @param shape of a patch
 */
public record EntryPatches(int images, int[] uses, float[] patches, Shape shape) {
    /** Cells along a patch's side. */
    private static final int AROUND = 3;

    /** The shape of a patch, of images cut into so many rows and columns of cells. */
    public static Shape shape(Shape image, int rows, int columns) {
        return new Shape(image.channels(), AROUND * (image.height() / rows), AROUND * (image.width() / columns));
    }

    /**
     * Decodes codes and looks at the patches.
     *
     * @param codes (count, dim)
     * @param columns of places
     */
    public static EntryPatches of(ChunkedModel model, Codebook codebook, float[] codes, int count, int columns) {
        Shape image = model.card().input().shape();
        int rows = codebook.places() / columns;
        Shape patch = shape(image, rows, columns);
        int entries = codebook.entries().length / (codebook.dim() / codebook.places());
        int[] uses = new int[entries];
        double[] sums = new double[entries * patch.size()];
        int[] inside = new int[sums.length]; // uses whose patch has that pixel within the image
        float[] decoded = model.decode(codes, count);
        for (int row = 0; row < count; row++) {
            int[] nearest = codebook.nearest(codes, row);
            for (int place = 0; place < nearest.length; place++) {
                uses[nearest[place]]++;
                int top = place / columns * image.height() / rows - patch.height() / AROUND;
                int left = place % columns * image.width() / columns - patch.width() / AROUND;
                add(decoded, row * image.size(), image, top, left, patch, nearest[place] * patch.size(), sums, inside);
            }
        }
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = inside[i] == 0 ? 0 : (float) (sums[i] / inside[i]);
        }
        return new EntryPatches(count, uses, means, patch);
    }

    private static void add(
            float[] images,
            int from,
            Shape image,
            int top,
            int left,
            Shape patch,
            int to,
            double[] sums,
            int[] inside) {
        int at = to;
        for (int channel = 0; channel < patch.channels(); channel++) {
            for (int y = top; y < top + patch.height(); y++) {
                for (int x = left; x < left + patch.width(); x++, at++) {
                    if (y >= 0 && y < image.height() && x >= 0 && x < image.width()) {
                        sums[at] += images[from + (channel * image.height() + y) * image.width() + x];
                        inside[at]++;
                    }
                }
            }
        }
    }
}
