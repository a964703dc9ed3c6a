package isthmus.train;

import isthmus.image.Shape;
import isthmus.latent.Noise;

/** Changes images in place, each time otherwise, as a recipe says. One thread. */
final class Augmenter {
    private final Recipe.Augmentation how;
    private final Shape shape;
    private final Noise noise;

    Augmenter(Recipe.Augmentation how, Shape shape, Noise noise) {
        this.how = how;
        this.shape = shape;
        this.noise = noise;
    }

    /** @param images (count, channels, height, width) */
    void apply(float[] images, int count) {
        if (how.changesNothing()) {
            return;
        }
        for (int i = 0; i < count; i++) {
            boolean moves = noise.uniform() < how.probability();
            int dx = noise.nextInt(2 * how.shift() + 1) - how.shift();
            int dy = noise.nextInt(2 * how.shift() + 1) - how.shift();
            boolean flips = how.flip() && noise.nextInt(2) == 1;
            double scale = how.zoom() > 0 && noise.uniform() < how.probability()
                    ? Math.exp(how.zoom() * (2 * noise.uniform() - 1))
                    : 1;
            boolean recolours = how.recolour() > 0 && noise.uniform() < how.recolour();
            int start = i * shape.size();
            if (scale != 1 || flips || (moves && (dx != 0 || dy != 0))) {
                resample(images, start, moves ? dx : 0, moves ? dy : 0, flips, scale);
            }
            if (recolours) {
                recolour(images, start);
            }
        }
    }

    /** Moves, scales about the middle and mirrors one image; what comes in from outside repeats the edge. */
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
                    images[base + y * w + x] = between(from, w, h, flip ? w - 1 - column : column, row);
                }
            }
        }
    }

    /** Where along a side of so many pixels a pixel comes from. */
    private static double source(int pixel, int side, double scale) {
        double middle = (side - 1) / 2.0;
        double at = scale == 1 ? pixel : middle + (pixel - middle) / scale;
        return Math.max(0, Math.min(side - 1, at));
    }

    /** The value at a place between pixels, bilinearly. */
    private static float between(float[] from, int w, int h, double x, double y) {
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

    /** Puts the channels into another order. */
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
