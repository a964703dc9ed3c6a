package isthmus.image;

/**
 * A picture or a part of it at a small size, not yet laid over anything. Owned by who made it. One thread at a time.
 *
 * <p>Averages are taken of sRGB values as stored, as the data sets that models know were made, and with colours weighted
 * by their alpha, so that what shows behind can be chosen afterwards and invisible colours do not bleed in.
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

    /** Resizes the stretch of rows and columns that the weights take, holding one row of the source at a time. */
    static Resized of(ArgbReader pixels, ResampleWeights rows, ResampleWeights columns) {
        var resized = new Resized(rows.first().length, columns.first().length);
        int[] argb = new int[pixels.width()];
        float[][] line = new float[4][resized.width];
        // Rows come in order and each new row needs a few neighbouring ones; enlarging needs an old row many times.
        int lowest = 0; // no new row before this one takes from the rest of the picture
        for (int y = 0; y < pixels.height(); y++) {
            boolean read = false;
            while (lowest < resized.height && rows.first()[lowest] + rows.shares()[lowest].length <= y) {
                lowest++;
            }
            for (int to = lowest; to < resized.height && rows.first()[to] <= y; to++) {
                int at = y - rows.first()[to];
                float[] shares = rows.shares()[to];
                if (at < 0 || at >= shares.length || shares[at] == 0) {
                    continue;
                }
                if (!read) {
                    pixels.read(0, y, pixels.width(), 1, argb);
                    resized.across(argb, columns, line);
                    read = true;
                }
                resized.add(to, shares[at], line);
            }
        }
        return resized;
    }

    private void across(int[] argb, ResampleWeights columns, float[][] line) {
        for (int x = 0; x < width; x++) {
            float red = 0;
            float green = 0;
            float blue = 0;
            float alpha = 0;
            float[] shares = columns.shares()[x];
            int first = columns.first()[x];
            for (int s = 0; s < shares.length; s++) {
                int pixel = argb[first + s];
                int a = pixel >>> 24;
                opaque &= a == 255;
                float weight = shares[s] * a / 255f;
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

    private void add(int row, float share, float[][] line) {
        for (int c = 0; c < 4; c++) {
            for (int x = 0; x < width; x++) {
                planes[c][row * width + x] += share * line[c][x];
            }
        }
    }

    /** Whether no pixel that was taken shows anything behind it. */
    boolean isOpaque() {
        return opaque;
    }

    /** Mean brightness in [0,1] of what is there, transparent parts counting less. */
    float brightness() {
        double light = 0;
        double alpha = 1e-9;
        for (int p = 0; p < height * width; p++) {
            light += Fit.brightness(planes[0][p], planes[1][p], planes[2][p]);
            alpha += planes[3][p];
        }
        return (float) (light / alpha);
    }
}
