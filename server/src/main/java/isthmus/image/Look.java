package isthmus.image;

import java.awt.image.BufferedImage;

/**
 * A part of a picture, upright and resampled: red, green, blue, each times alpha, then alpha. One thread at a time.
 *
 * @param planes four of (height × width), in [0,1]
 */
record Look(int height, int width, float[][] planes, boolean isOpaque) {
    /** At a given size; what is beyond the picture is transparent. */
    static Look of(Picture picture, Box part, int height, int width) {
        Orientation orientation = picture.orientation();
        BufferedImage stored = picture.stored();
        Box box = orientation.stored(part);
        Shape to = orientation.storedShape(new Shape(1, height, width));
        Resized resized = Resized.of(
                new ArgbReader(stored),
                ResampleWeights.of(
                        stored.getHeight(),
                        box.top() * stored.getHeight(),
                        box.bottom() * stored.getHeight(),
                        to.height()),
                ResampleWeights.of(
                        stored.getWidth(),
                        box.left() * stored.getWidth(),
                        box.right() * stored.getWidth(),
                        to.width()));
        float[][] planes = new float[4][];
        for (int c = 0; c < 4; c++) {
            planes[c] = orientation.upright(resized.planes[c], height, width);
        }
        return new Look(height, width, planes, resized.isOpaque());
    }

    /** As large as it is in the picture, but with sides of so many pixels at most. */
    static Look atMost(Picture picture, Box part, int side) {
        double height = part.height() * picture.height();
        double width = part.width() * picture.width();
        double by = Math.min(1, side / Math.max(height, width));
        return of(picture, part, Math.max(1, (int) Math.round(height * by)), Math.max(1, (int) Math.round(width * by)));
    }

    /** Mean luma in [0,1], weighted by alpha. */
    float brightness() {
        double light = 0;
        double alpha = 1e-9;
        for (int p = 0; p < height * width; p++) {
            light += Fit.brightness(planes[0][p], planes[1][p], planes[2][p]);
            alpha += planes[3][p];
        }
        return (float) (light / alpha);
    }

    /** The planes as they are, grey or three colours, and last the alpha; where nothing is seen, they are 0. */
    float[][] straight(int channels) {
        float[][] out = new float[channels][height * width];
        for (int p = 0; p < height * width; p++) {
            float alpha = planes[3][p];
            float by = alpha > 0 ? 1 / alpha : 0;
            if (channels == 2) {
                out[0][p] = by * Fit.brightness(planes[0][p], planes[1][p], planes[2][p]);
            } else {
                for (int c = 0; c < 3; c++) {
                    out[c][p] = by * planes[c][p];
                }
            }
            out[channels - 1][p] = alpha;
        }
        return out;
    }

    /** The planes over a colour: one of grey, or three. */
    float[][] over(float[] background, int channels) {
        float[][] out = new float[channels][height * width];
        for (int p = 0; p < height * width; p++) {
            float transparency = 1 - planes[3][p];
            float red = planes[0][p] + transparency * background[0];
            float green = planes[1][p] + transparency * background[1];
            float blue = planes[2][p] + transparency * background[2];
            if (channels == 1) {
                out[0][p] = Fit.brightness(red, green, blue);
            } else {
                out[0][p] = red;
                out[1][p] = green;
                out[2][p] = blue;
            }
        }
        return out;
    }
}
