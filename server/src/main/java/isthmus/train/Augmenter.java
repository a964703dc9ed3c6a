package isthmus.train;

import isthmus.image.Shape;
import isthmus.latent.Noise;

/** Random changes of images, in place, as a recipe says. One thread. */
final class Augmenter {
    private final Recipe.Augmentation settings;
    private final Shape shape;
    private final Noise noise;

    Augmenter(Recipe.Augmentation settings, Shape shape, Noise noise) {
        this.settings = settings;
        this.shape = shape;
        this.noise = noise;
    }

    /** @param images (count, channels, height, width) */
    void apply(float[] images, int count) {
        if (settings.isIdentity()) {
            return;
        }
        for (int i = 0; i < count; i++) {
            boolean shifts = noise.uniform() < settings.probability();
            int dx = noise.nextInt(2 * settings.shift() + 1) - settings.shift();
            int dy = noise.nextInt(2 * settings.shift() + 1) - settings.shift();
            boolean flips = settings.flip() && noise.nextInt(2) == 1;
            double scale = settings.zoom() > 0 && noise.uniform() < settings.probability()
                    ? Math.exp(settings.zoom() * (2 * noise.uniform() - 1))
                    : 1;
            boolean recolours = settings.recolour() > 0 && noise.uniform() < settings.recolour();
            int start = i * shape.size();
            if (scale != 1 || flips || (shifts && (dx != 0 || dy != 0))) {
                resample(images, start, shifts ? dx : 0, shifts ? dy : 0, flips, scale);
            }
            if (recolours) {
                recolour(images, start);
            }
        }
    }

    /** Shifts, scales about the centre and mirrors one image; the edge is repeated outwards. */
    private void resample(float[] images, int start, int dx, int dy, boolean flip, double scale) {
        int h = shape.height();
        int w = shape.width();
        float[] from = new float[h * w];
        for (int c = 0; c < shape.channels(); c++) {
            int base = start + c * h * w;
            System.arraycopy(images, base, from, 0, h * w);
            for (int y = 0; y < h; y++) {
                double row = source(y - dy, h, scale);
                for (int x = 0; x < w; x++) {
                    double column = source(x - dx, w, scale);
                    images[base + y * w + x] = bilinear(from, w, h, flip ? w - 1 - column : column, row);
                }
            }
        }
    }

    /** The coordinate, along a side of so many pixels, that a pixel is sampled at. */
    private static double source(int pixel, int side, double scale) {
        double middle = (side - 1) / 2.0;
        double at = scale == 1 ? pixel : middle + (pixel - middle) / scale;
        return Math.max(0, Math.min(side - 1, at));
    }

    /** Bilinear interpolation. */
    private static float bilinear(float[] from, int w, int h, double x, double y) {
        int left = (int) x;
        int top = (int) y;
        int right = Math.min(w - 1, left + 1);
        int bottom = Math.min(h - 1, top + 1);
        float across = (float) (x - left);
        float down = (float) (y - top);
        float upper = from[top * w + left] * (1 - across) + from[top * w + right] * across;
        float lower = from[bottom * w + left] * (1 - across) + from[bottom * w + right] * across;
        return upper * (1 - down) + lower * down;
    }

    /** Permutes the channels. */
    private void recolour(float[] images, int start) {
        int[] order = noise.permutation(shape.channels());
        int plane = shape.height() * shape.width();
        float[] from = new float[shape.size()];
        System.arraycopy(images, start, from, 0, from.length);
        for (int c = 0; c < order.length; c++) {
            System.arraycopy(from, order[c] * plane, images, start + c * plane, plane);
        }
    }
}
