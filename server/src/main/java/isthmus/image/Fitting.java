package isthmus.image;

/**
 * How a picture is fitted to a model's input. A request may leave choices to {@code AUTO}; in {@link FittedImage} every choice
 * is made, so that it can be shown, changed and requested again. Immutable; any
 * thread.
 *
 * @param frame what of the picture is shown
 * @param centre where its figure goes; {@code NONE} unless the frame is {@link Framing#FIGURE}
 * @param background what is behind the figure, and transparent and added parts show
 * @param invert whether bright and dark are exchanged
 */
public record Fitting(Framing frame, Centre centre, Background background, Invert invert) {
    public static final Fitting AUTO = new Fitting(Framing.AUTO, Centre.AUTO, Background.AUTO, Invert.AUTO);

    public enum Framing {
        /**
         * {@link #FIGURE} where the data are known to be centred and a figure is found. Otherwise, and for a picture of the
         * model's own size, which is taken to be prepared: {@link #PAD} when the picture's border is of one colour, so that
         * no seam shows; else {@link #CROP}.
         */
        AUTO,
        /** The box around the figure, as large and where the data have theirs. */
        FIGURE,
        /** The largest centred part of the right aspect ratio. */
        CROP,
        /** The whole picture, with background added on two sides. */
        PAD
    }

    public enum Centre {
        /** As the data are centred. */
        AUTO,
        MASS,
        BOX,
        NONE
    }

    public enum Background {
        /**
         * {@link #CLEAR} where the data's background is known and a figure is found. Otherwise {@link #BORDER} for a picture
         * without transparency. With transparency: {@link #GREY} for a colour model, and for a grey one {@link #WHITE} behind a
         * figure that is dark on the whole, {@link #BLACK} behind a bright one.
         */
        AUTO,
        /** That of the data in place of the picture's, and the figure of full contrast. */
        CLEAR,
        /** The mean colour of the picture's outermost pixels. */
        BORDER,
        WHITE,
        /** Mid-grey, 128 of 255, the background of the emoji data set too. */
        GREY,
        BLACK
    }

    public enum Invert {
        /**
         * Where a figure is found, {@link #YES} when it is dark and the model was trained on bright ones, or the other way
         * round. Where none is looked for, {@link #YES} when the model was trained on bright figures and the fitted picture's
         * border is bright. {@link #NO} for a colour model.
         */
        AUTO,
        YES,
        NO
    }
}
