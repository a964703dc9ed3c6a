package isthmus.inference.torch;

/**
 * The few sizes in which batches run, so that each has been warmed before anybody waits for it: the powers of two, to 256,
 * or less where images are large. Any thread.
 *
 * @param equal whether all batches run at the largest size, the last rows of it unused: a network's sums come in another
 *     order in a batch of another size, so a row's numbers then depend on nothing but its place in the batch
 */
record BatchSizes(int largest, boolean equal) {
    private static final int LARGEST = 256;
    private static final int VALUES = 1 << 20; // most values in the images of one batch
    private static final int PADDING = 8; // rows that cost about as much as starting one more batch does

    static BatchSizes forImages(int values) {
        int largest = LARGEST;
        while (largest > 1 && (long) largest * values > VALUES) {
            largest /= 2;
        }
        return new BatchSizes(largest, false);
    }

    BatchSizes allEqual() {
        return new BatchSizes(largest, true);
    }

    /**
     * The size in which the next of {@code remaining} rows run: the smallest that holds them all if it lies few rows
     * above, otherwise the next smaller, full.
     */
    int next(int remaining) {
        int size = holding(remaining);
        return equal || size - remaining <= PADDING ? size : size / 2;
    }

    /** The smallest size that holds so many rows, or the largest. */
    int holding(int rows) {
        int size = equal ? largest : 1;
        while (size < rows && size < largest) {
            size *= 2;
        }
        return size;
    }
}
