package isthmus.image;

/**
 * Mean colour and spread of the outermost pixels of a picture. Immutable; any thread.
 *
 * @param red mean over the border, in [0,1], transparent pixels counting less; likewise the others
 * @param spread the largest standard deviation of red, green, blue and alpha along the border
 */
record Border(float red, float green, float blue, double spread) {
    /** Below this the border looks like one colour; the noise of a JPEG's plain background stays below it. */
    private static final double ONE_COLOUR = 0.03;

    static Border of(ArgbReader pixels) {
        int width = pixels.width();
        int height = pixels.height();
        var sums = new Sums();
        int[] line = new int[Math.max(width, height)];
        pixels.read(0, 0, width, 1, line);
        sums.add(line, width);
        pixels.read(0, height - 1, width, 1, line);
        sums.add(line, width);
        pixels.read(0, 0, 1, height, line);
        sums.add(line, height);
        pixels.read(width - 1, 0, 1, height, line);
        sums.add(line, height);
        return sums.border();
    }

    boolean isOneColour() {
        return spread < ONE_COLOUR;
    }

    private static final class Sums {
        private final double[] sum = new double[4]; // red, green, blue times alpha; alpha
        private final double[] squares = new double[4];
        private int count;

        void add(int[] argb, int length) {
            count += length;
            for (int i = 0; i < length; i++) {
                double alpha = (argb[i] >>> 24) / 255.0;
                for (int c = 0; c < 4; c++) {
                    double value = c == 3 ? alpha : alpha * (argb[i] >> (16 - 8 * c) & 0xFF) / 255;
                    sum[c] += value;
                    squares[c] += value * value;
                }
            }
        }

        Border border() {
            double variance = 0;
            for (int c = 0; c < 4; c++) {
                double mean = sum[c] / count;
                variance = Math.max(variance, squares[c] / count - mean * mean);
            }
            double alpha = Math.max(sum[3], 1e-9);
            return new Border(
                    (float) (sum[0] / alpha),
                    (float) (sum[1] / alpha),
                    (float) (sum[2] / alpha),
                    Math.sqrt(Math.max(0, variance)));
        }
    }
}
