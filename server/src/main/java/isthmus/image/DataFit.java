package isthmus.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import isthmus.Failure;

/**
 * How the images that a model was trained on were prepared, so that others can be prepared the same way. Immutable; any
 * thread.
 *
 * @param box the longer side of the box around the figure, in pixels; null where it differs from image to image
 * @param background what is around the figure, in [0,1] in each channel; null where that is not of one colour
 * @param twoTone whether a figure is of one tone, as of ink, so that greys are at its edges alone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DataFit(Integer box, Centring centring, Double background, boolean twoTone) {
    /** Where nothing is known of the data. */
    public static final DataFit UNKNOWN = new DataFit(null, Centring.NONE, null, false);

    public DataFit {
        if (centring == null) {
            throw Failure.badInput("fit.centring", "mass, box or none", "nothing");
        }
        if ((box == null) != (centring == Centring.NONE)) {
            throw Failure.badInput("fit.box", "the side of a box that is centred, or neither", "only one");
        }
        if (box != null && box < 1) {
            throw Failure.badInput("fit.box", "1 pixel or more", box);
        }
        if (background != null && !(background >= 0 && background <= 1)) {
            throw Failure.badInput("fit.background", "a grey level from 0 to 1", background);
        }
    }
}
