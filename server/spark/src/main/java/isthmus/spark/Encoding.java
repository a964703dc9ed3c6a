package isthmus.spark;

import isthmus.image.DataFit;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.model.ModelCard;
import java.io.Serializable;

/**
 * What is done with each image, the same on every executor. Immutable; any thread.
 *
 * @param draws posterior draws an image
 * @param importance draws of the importance-weighted bound; 0 for none
 * @param seed of every draw
 * @param frame how pictures are fitted, with whether to invert decided for all together
 */
record Encoding(
        ModelArchive model,
        int draws,
        int importance,
        long seed,
        Fitting.Framing frame,
        Fitting.Background background,
        Fitting.Invert invert)
        implements Serializable {

    FitTarget target(ModelCard card) {
        return target(card, frame, background, invert);
    }

    /** As {@code encode} fits pictures of a folder: they are prepared already, unless figures are to be looked for. */
    static FitTarget target(
            ModelCard card, Fitting.Framing frame, Fitting.Background background, Fitting.Invert invert) {
        Fitting fitting = new Fitting(frame, Fitting.Centre.AUTO, background, invert);
        return frame == Fitting.Framing.FIGURE
                ? card.input().target(fitting)
                : new FitTarget(card.input().shape(), card.input().invert(), DataFit.UNKNOWN, fitting);
    }
}
