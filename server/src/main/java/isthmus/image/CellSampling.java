package isthmus.image;

/**
 * Box downsampling of images to cells of tiles of at most 64 pixels a side, which bounds the size of a tile. Any thread.
 *
 * @param image as the model decodes it
 * @param cell as a tile carries it
 * @param factor side in image pixels of the box behind one cell pixel
 */
public record CellSampling(Shape image, Shape cell, int factor) {
    /** Pixels of a cell along a side at most. */
    public static final int MAX_SIDE = 64;

    public static CellSampling of(Shape image) {
        int factor = ceilDiv(Math.max(image.height(), image.width()), MAX_SIDE);
        Shape cell = new Shape(image.channels(), ceilDiv(image.height(), factor), ceilDiv(image.width(), factor));
        return new CellSampling(image, cell, factor);
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    /**
     * Averages one image into one cell.
     *
     * @param images (n, channels, height, width)
     * @param i of the image
     * @param cells (m, channels, cell height, cell width)
     * @param j of the cell
     */
    public void sample(byte[] images, int i, byte[] cells, int j) {
        int out = j * cell.size();
        for (int channel = 0; channel < image.channels(); channel++) {
            int plane = i * image.size() + channel * image.height() * image.width();
            for (int y = 0; y < cell.height(); y++) {
                for (int x = 0; x < cell.width(); x++) {
                    cells[out++] = average(images, plane, x * factor, y * factor);
                }
            }
        }
    }

    /** The mean of a box, clipped at the edges of the image. */
    private byte average(byte[] images, int plane, int left, int top) {
        int right = Math.min(image.width(), left + factor);
        int bottom = Math.min(image.height(), top + factor);
        long sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += images[plane + y * image.width() + x] & 0xFF;
            }
        }
        return (byte) Math.round((double) sum / ((right - left) * (bottom - top)));
    }
}
