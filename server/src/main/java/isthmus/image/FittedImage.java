package isthmus.image;

/**
 * A picture fitted to a model's input. Immutable; any thread.
 *
 * @param fitting as applied; no choice is {@code AUTO}
 */
public record FittedImage(Pixels pixels, Fitting fitting) {}
