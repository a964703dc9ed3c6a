package isthmus.image;

/**
 * A resized picture with premultiplied alpha, before compositing. One thread at a time.
 *
 * <p>Averages sRGB values as stored, as common data sets do, with colours weighted by alpha, so that the background can be
 * chosen afterwards and invisible colours do not bleed in.
 */
final class Resized {
    final int height;
    final int width;
    /** Red, green, blue, each times alpha, then alpha: four planes of (height × width), in [0,1]. */
    final float[][] planes;

    private boolean opaque = true;

    private Resized(int height, int width) {
        this.height = height;
        this.width = width;
        this.planes = new float[4][height * width];
    }

    /** Resizes by the given weights, holding one row of the source at a time. */
    static Resized of(ArgbReader pixels, ResampleWeights rows, ResampleWeights columns) {
        var resized = new Resized(rows.first().length, columns.first().length);
        int[] argb = new int[pixels.width()];
        float[][] line = new float[4][resized.width];
        // Source rows come in order; a new row needs a few neighbouring ones, and enlarging uses a source row many
        // times.
        int lowest = 0; // first new row that still needs source rows
        for (int y = 0; y < pixels.height(); y++) {
            boolean read = false;
            while (lowest < resized.height && rows.first()[lowest] + rows.weights()[lowest].length <= y) {
                lowest++;
            }
            for (int to = lowest; to < resized.height && rows.first()[to] <= y; to++) {
                int at = y - rows.first()[to];
                float[] weights = rows.weights()[to];
                if (at < 0 || at >= weights.length || weights[at] == 0) {
                    continue;
                }
                if (!read) {
                    pixels.read(0, y, pixels.width(), 1, argb);
                    resized.resampleRow(argb, columns, line);
                    read = true;
                }
                resized.add(to, weights[at], line);
            }
        }
        return resized;
    }

    private void resampleRow(int[] argb, ResampleWeights columns, float[][] line) {
        for (int x = 0; x < width; x++) {
            float red = 0;
            float green = 0;
            float blue = 0;
            float alpha = 0;
            float[] weights = columns.weights()[x];
            int first = columns.first()[x];
            for (int s = 0; s < weights.length; s++) {
                int pixel = argb[first + s];
                int a = pixel >>> 24;
                opaque &= a == 255;
                float weight = weights[s] * a / 255f;
                red += weight * (pixel >> 16 & 0xFF);
                green += weight * (pixel >> 8 & 0xFF);
                blue += weight * (pixel & 0xFF);
                alpha += weight;
            }
            line[0][x] = red / 255f;
            line[1][x] = green / 255f;
            line[2][x] = blue / 255f;
            line[3][x] = alpha;
        }
    }

    private void add(int row, float weight, float[][] line) {
        for (int c = 0; c < 4; c++) {
            for (int x = 0; x < width; x++) {
                planes[c][row * width + x] += weight * line[c][x];
            }
        }
    }

    /** Whether every pixel used is opaque. */
    boolean isOpaque() {
        return opaque;
    }
}
