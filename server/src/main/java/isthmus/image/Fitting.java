package isthmus.image;

/**
 * How a picture is fitted to a model's input. A request may leave choices to {@code AUTO}; in {@link FittedImage} every choice
 * is made, so that it can be shown, changed and requested again. Immutable; any
 * thread.
 *
 * @param frame what to do with another aspect ratio
 * @param background what transparent and added parts show
 * @param invert whether bright and dark are exchanged
 */
public record Fitting(Framing frame, Background background, Invert invert) {
    public static final Fitting AUTO = new Fitting(Framing.AUTO, Background.AUTO, Invert.AUTO);

    public enum Framing {
        /** {@link #PAD} when the picture's border is of one colour, so that no seam shows; otherwise {@link #CROP}. */
        AUTO,
        /** The largest centred part of the right aspect ratio. */
        CROP,
        /** The whole picture, with background added on two sides. */
        PAD
    }

    public enum Background {
        /**
         * {@link #BORDER} for a picture without transparency. With transparency: {@link #GREY} for a colour model,
         * and for a grey one {@link #WHITE} behind a figure that is dark on the whole, {@link #BLACK} behind a bright
         * one.
         */
        AUTO,
        /** The mean colour of the picture's outermost pixels. */
        BORDER,
        WHITE,
        /** Mid-grey, 128 of 255, the background of the emoji data set too. */
        GREY,
        BLACK
    }

    public enum Invert {
        /**
         * {@link #YES} when the model was trained on bright figures on dark and the fitted picture's border is bright; otherwise
         * {@link #NO}.
         */
        AUTO,
        YES,
        NO
    }
}
