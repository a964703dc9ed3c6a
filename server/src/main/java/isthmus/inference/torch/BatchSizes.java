package isthmus.inference.torch;

/**
 * The few sizes in which batches run, so that each has been warmed before anybody waits for it: every fourth power, to
 * 256, or less where images are large. Past a batch of 64 a core gets no faster. Any thread.
 */
record BatchSizes(int largest) {
    private static final int LARGEST = 256;
    private static final int VALUES = 1 << 20; // most values in the images of one batch

    static BatchSizes forImages(int values) {
        int largest = LARGEST;
        while (largest > 1 && (long) largest * values > VALUES) {
            largest /= 4;
        }
        return new BatchSizes(largest);
    }

    /**
     * The size in which the next of {@code remaining} rows run: the smallest that holds them all if that is at least
     * half full, otherwise the next smaller, full.
     */
    int next(int remaining) {
        int size = 1;
        while (size < remaining && size < largest) {
            size *= 4;
        }
        return 2L * remaining >= size ? size : size / 4;
    }
}
