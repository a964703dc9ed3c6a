package isthmus.paper;

/**
 * A training that a figure is drawn from. Immutable; any thread.
 *
 * @param method as recipes name it
 * @param images of the training part
 * @param samples training images evaluated: those of all steps together, to the next whole epoch
 */
public record FigureRun(String figure, String data, String method, int latent, int images, long seed, long samples) {
    /** A name for its folder and its model. */
    String id() {
        return "%s-%s-%s-%d-%d-%d-%d".formatted(figure, data, method, latent, images, seed, samples);
    }

    int epochs() {
        return (int) Math.max(1, (samples + images - 1) / images);
    }
}
