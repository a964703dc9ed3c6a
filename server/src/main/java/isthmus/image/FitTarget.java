package isthmus.image;

/**
 * What pictures are brought to. Immutable; any thread.
 *
 * @param shape of the model's input, with one channel (grey) or three (red, green, blue)
 * @param brightFigure whether the model knows bright figures on dark, as its card's {@code invert} says
 * @param wish how to do it, where the caller minds
 */
public record FitTarget(Shape shape, boolean brightFigure, Fitting wish) {}
