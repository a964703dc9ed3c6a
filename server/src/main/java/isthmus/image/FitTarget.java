package isthmus.image;

/**
 * The input that pictures are fitted to. Immutable; any thread.
 *
 * @param shape of the model's input, with one channel (grey) or three (red, green, blue)
 * @param brightFigure whether the model was trained on bright figures on dark, {@code invert} in its card
 * @param requested choices of the caller
 */
public record FitTarget(Shape shape, boolean brightFigure, Fitting requested) {}
