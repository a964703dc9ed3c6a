package isthmus.image;

import isthmus.Failure;
import isthmus.image.Fitting.Background;
import isthmus.image.Fitting.Framing;
import isthmus.image.Fitting.Invert;

/** Fits pictures to the input of a model. Any thread. */
public final class Fit {
    private Fit() {}

    /** Crops or pads, resizes, composites over a background and inverts, as requested. */
    public static FittedImage fit(Picture picture, FitTarget target) {
        Shape shape = target.shape();
        Fitting requested = target.requested();
        if (shape.channels() != 1 && shape.channels() != 3) {
            throw Failure.badInput("", "a model input of 1 or 3 channels to fit a picture to", shape);
        }
        var pixels = new ArgbReader(picture.stored());
        var border = Border.of(pixels);
        Framing frame = requested.frame() != Framing.AUTO
                ? requested.frame()
                : border.isOneColour() ? Framing.PAD : Framing.CROP;
        Resized resized = resize(pixels, picture.orientation().storedShape(shape), frame);
        Background background = requested.background() != Background.AUTO
                ? requested.background()
                : background(resized, shape.channels());
        float[][] planes = compose(resized, shape.channels(), colour(background, border));
        for (int c = 0; c < planes.length; c++) {
            planes[c] = picture.orientation().upright(planes[c], shape.height(), shape.width());
        }
        Invert invert = requested.invert();
        if (invert == Invert.AUTO) {
            invert = target.brightFigure() && borderBrightness(planes, shape) > 0.5 ? Invert.YES : Invert.NO;
        }
        return new FittedImage(pixels(planes, shape, invert), new Fitting(frame, background, invert));
    }

    /** Luma, in [0,1]. */
    static float brightness(float red, float green, float blue) {
        return 0.299f * red + 0.587f * green + 0.114f * blue;
    }

    private static Resized resize(ArgbReader pixels, Shape to, Framing frame) {
        double height = pixels.height();
        double width = pixels.width();
        // A picture wider than the input is made narrower by cropping and higher by padding.
        boolean wide = width * to.height() > height * to.width();
        if (wide == (frame == Framing.CROP)) {
            width = height * to.width() / to.height();
        } else {
            height = width * to.height() / to.width();
        }
        double top = (pixels.height() - height) / 2;
        double left = (pixels.width() - width) / 2;
        return Resized.of(
                pixels,
                ResampleWeights.of(pixels.height(), top, top + height, to.height()),
                ResampleWeights.of(pixels.width(), left, left + width, to.width()));
    }

    private static Background background(Resized resized, int channels) {
        if (resized.isOpaque()) {
            return Background.BORDER;
        }
        if (channels == 3) {
            return Background.GREY;
        }
        return resized.brightness() < 0.5 ? Background.WHITE : Background.BLACK;
    }

    private static float[] colour(Background background, Border border) {
        float grey = switch (background) {
            case AUTO, BORDER -> -1;
            case WHITE -> 1;
            case GREY -> 128 / 255f;
            case BLACK -> 0;
        };
        return grey < 0 ? new float[] {border.red(), border.green(), border.blue()} : new float[] {grey, grey, grey};
    }

    /** (channels) planes in [0,1], as the picture is stored. */
    private static float[][] compose(Resized resized, int channels, float[] background) {
        int area = resized.height * resized.width;
        float[][] out = new float[channels][area];
        for (int p = 0; p < area; p++) {
            float transparency = 1 - resized.planes[3][p];
            float red = resized.planes[0][p] + transparency * background[0];
            float green = resized.planes[1][p] + transparency * background[1];
            float blue = resized.planes[2][p] + transparency * background[2];
            if (channels == 1) {
                out[0][p] = brightness(red, green, blue);
            } else {
                out[0][p] = red;
                out[1][p] = green;
                out[2][p] = blue;
            }
        }
        return out;
    }

    private static double borderBrightness(float[][] planes, Shape shape) {
        double sum = 0;
        int count = 0;
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                if (y == 0 || x == 0 || y == shape.height() - 1 || x == shape.width() - 1) {
                    int p = y * shape.width() + x;
                    sum += planes.length == 1 ? planes[0][p] : brightness(planes[0][p], planes[1][p], planes[2][p]);
                    count++;
                }
            }
        }
        return sum / count;
    }

    private static Pixels pixels(float[][] planes, Shape shape, Invert invert) {
        int area = shape.height() * shape.width();
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            float value = planes[i / area][i % area];
            values[i] = invert == Invert.YES ? 1 - value : value;
        }
        return Pixels.of(shape, values, 0);
    }
}
