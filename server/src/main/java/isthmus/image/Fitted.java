package isthmus.image;

/**
 * A picture at a model's input shape. Immutable; any thread.
 *
 * @param fitting how it was done; no choice in it is {@code AUTO}
 */
public record Fitted(Pixels pixels, Fitting fitting) {}
