package isthmus.image;

/**
 * The input that pictures are fitted to. Immutable; any thread.
 *
 * @param shape of the model's input, with one channel (grey) or three (red, green, blue), and one more for alpha
 * @param brightFigure whether the model was trained on bright figures on dark, {@code invert} in its card
 * @param data how its data were prepared, {@code fit} in its card
 * @param requested choices of the caller
 */
public record FitTarget(Shape shape, boolean brightFigure, DataFit data, Fitting requested) {
    /** What is left to choose of the figure's place. */
    Centring centring() {
        return switch (requested.centre()) {
            case AUTO -> data.centring() == Centring.NONE ? Centring.BOX : data.centring();
            case MASS -> Centring.MASS;
            case BOX, NONE -> Centring.BOX;
        };
    }

    /** The longer side of the figure's box, in pixels. */
    int box() {
        int longest = Math.max(shape.height(), shape.width());
        return data.box() == null ? longest : Math.min(longest, data.box());
    }

    /** The grey level behind a figure. */
    float background() {
        if (data.background() != null) {
            return data.background().floatValue();
        }
        return shape.isColour() ? Fit.MID_GREY : brightFigure ? 0 : 1;
    }
}
