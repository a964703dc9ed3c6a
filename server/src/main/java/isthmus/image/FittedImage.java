package isthmus.image;

/**
 * A picture fitted to a model's input. Immutable; any thread.
 *
 * @param fitting as applied; no choice is {@code AUTO}
 * @param box around the figure, in the picture; null where none was looked for or found
 * @param found the whole picture with its background cleared, small, in the channels of the input; null without a box
 */
public record FittedImage(Pixels pixels, Fitting fitting, Box box, Pixels found) {}
