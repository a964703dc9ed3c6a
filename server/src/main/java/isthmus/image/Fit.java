package isthmus.image;

import isthmus.Failure;
import isthmus.image.Fitting.Background;
import isthmus.image.Fitting.Centre;
import isthmus.image.Fitting.Framing;
import isthmus.image.Fitting.Invert;
import java.util.Arrays;

/** Fits pictures to the input of a model. Any thread. */
public final class Fit {
    static final float MID_GREY = 128 / 255f;
    /** Pixels of the longer side of what shows the figure that was found, at most. */
    public static final int FOUND_SIDE = 64;

    private final Picture picture;
    private final FitTarget target;
    private final Shape shape;
    private final Fitting requested;
    private final Border border;
    private final Figure figure; // null where none is wanted or found

    private Fit(Picture picture, FitTarget target) {
        this.picture = picture;
        this.target = target;
        shape = target.shape();
        requested = target.requested();
        border = Border.of(new ArgbReader(picture.stored()));
        figure = !shape.hasAlpha() && (wantsFigure() || wantsClear())
                ? Figure.find(picture, isColour(), target.data().twoTone(), tone())
                : null;
    }

    /** Finds the figure, crops or pads, resizes, puts it over a background and inverts, as requested. */
    public static FittedImage fit(Picture picture, FitTarget target) {
        Shape shape = target.shape();
        if (shape.channels() > 4) {
            throw Failure.badInput("", "a model input of 1 to 4 channels to fit a picture to", shape);
        }
        return shape.hasAlpha() ? new Fit(picture, target).withAlpha() : new Fit(picture, target).fitted();
    }

    /** Luma, in [0,1]. */
    static float brightness(float red, float green, float blue) {
        return 0.299f * red + 0.587f * green + 0.114f * blue;
    }

    private boolean isColour() {
        return shape.isColour();
    }

    private boolean isPrepared() {
        return picture.width() == shape.width() && picture.height() == shape.height();
    }

    private boolean wantsFigure() {
        boolean centred = target.data().centring() != Centring.NONE && !isPrepared();
        return requested.frame() == Framing.FIGURE || (requested.frame() == Framing.AUTO && centred);
    }

    private boolean wantsClear() {
        boolean known = target.data().background() != null && !isPrepared();
        return requested.background() == Background.CLEAR || (requested.background() == Background.AUTO && known);
    }

    /** Whether a figure is dark follows from whether it is to be inverted. */
    private Figure.Tone tone() {
        if (requested.invert() == Invert.AUTO) {
            return Figure.Tone.EITHER;
        }
        return (requested.invert() == Invert.YES) == target.brightFigure() ? Figure.Tone.DARK : Figure.Tone.BRIGHT;
    }

    private FittedImage fitted() {
        Framing frame = frame();
        Window window = frame == Framing.FIGURE
                ? Window.around(figure, picture, shape, target.box(), target.centring())
                : Window.of(picture, shape, frame == Framing.CROP);
        boolean clear = figure != null && wantsClear();
        Look look = clear ? null : Look.of(picture, window.part(), shape.height(), shape.width());
        Background background = clear ? Background.CLEAR : background(look);
        float[][] planes = clear ? cleared(window.part(), shape) : look.over(colour(background), shape.channels());
        Invert invert = requested.invert() != Invert.AUTO ? requested.invert() : invert(planes);
        if (!clear && invert == Invert.YES) {
            exchange(planes);
        }
        Centre centre = frame != Framing.FIGURE
                ? Centre.NONE
                : Centre.valueOf(target.centring().name());
        Fitting fitting = new Fitting(frame, centre, background, invert);
        return new FittedImage(pixels(planes, shape), fitting, figure == null ? null : figure.box(), found());
    }

    /** With its transparency: there is no ground to put it on, and so no figure to find on it. */
    private FittedImage withAlpha() {
        Framing frame = frame();
        Window window = Window.of(picture, shape, frame == Framing.CROP);
        float[][] planes =
                Look.of(picture, window.part(), shape.height(), shape.width()).straight(shape.channels());
        Invert invert = requested.invert() == Invert.YES ? Invert.YES : Invert.NO;
        if (invert == Invert.YES) {
            exchange(Arrays.copyOf(planes, planes.length - 1));
        }
        Fitting fitting = new Fitting(frame, Centre.NONE, Background.CLEAR, invert);
        return new FittedImage(pixels(planes, shape), fitting, null, null);
    }

    private Framing frame() {
        if (figure != null && wantsFigure()) {
            return Framing.FIGURE;
        }
        if (requested.frame() == Framing.CROP || requested.frame() == Framing.PAD) {
            return requested.frame();
        }
        return figure != null || border.isOneColour() ? Framing.PAD : Framing.CROP;
    }

    private Background background(Look look) {
        if (requested.background() != Background.AUTO && requested.background() != Background.CLEAR) {
            return requested.background();
        }
        if (look.isOpaque()) {
            return Background.BORDER;
        }
        if (isColour()) {
            return Background.GREY;
        }
        return look.brightness() < 0.5 ? Background.WHITE : Background.BLACK;
    }

    private float[] colour(Background background) {
        float grey = switch (background) {
            case AUTO, CLEAR, BORDER -> -1;
            case WHITE -> 1;
            case GREY -> MID_GREY;
            case BLACK -> 0;
        };
        return grey < 0 ? new float[] {border.red(), border.green(), border.blue()} : new float[] {grey, grey, grey};
    }

    /** The figure alone over the data's background, its contrast in grey being as large as it can be. */
    private float[][] cleared(Box window, Shape to) {
        float background = target.background();
        float[] share = figure.share(window, to.height(), to.width());
        float[][] planes = {share};
        if (isColour()) {
            planes = figure.colours(window, to.height(), to.width());
            for (float[] plane : planes) {
                for (int p = 0; p < plane.length; p++) {
                    float figures = requested.invert() == Invert.YES ? share[p] - plane[p] : plane[p];
                    plane[p] = figures + (1 - share[p]) * background;
                }
            }
            return planes;
        }
        float most = 1e-6f;
        for (float value : share) {
            most = Math.max(most, value);
        }
        float full = (target.brightFigure() ? 1 : 0) - background;
        for (int p = 0; p < share.length; p++) {
            share[p] = background + full * share[p] / most;
        }
        return planes;
    }

    private Invert invert(float[][] planes) {
        if (isColour()) {
            return target.brightFigure() && Window.borderBrightness(planes, shape) > 0.5 ? Invert.YES : Invert.NO;
        }
        boolean dark = figure == null ? Window.borderBrightness(planes, shape) > 0.5 : figure.dark();
        boolean exchanged = figure == null ? dark && target.brightFigure() : dark == target.brightFigure();
        return exchanged ? Invert.YES : Invert.NO;
    }

    private static void exchange(float[][] planes) {
        for (float[] plane : planes) {
            for (int p = 0; p < plane.length; p++) {
                plane[p] = 1 - plane[p];
            }
        }
    }

    private Pixels found() {
        if (figure == null) {
            return null;
        }
        double by = Math.min(1, (double) FOUND_SIDE / Math.max(picture.height(), picture.width()));
        Shape small =
                new Shape(shape.channels(), Math.max(1, (int) Math.round(by * picture.height())), Math.max(1, (int)
                        Math.round(by * picture.width())));
        return pixels(cleared(Box.WHOLE, small), small);
    }

    private static Pixels pixels(float[][] planes, Shape shape) {
        int area = shape.height() * shape.width();
        float[] values = new float[shape.size()];
        for (int c = 0; c < planes.length; c++) {
            System.arraycopy(planes[c], 0, values, c * area, area);
        }
        return Pixels.of(shape, values, 0);
    }
}
