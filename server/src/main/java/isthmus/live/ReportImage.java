package isthmus.live;

import isthmus.Failure;
import isthmus.Limits;
import isthmus.atlas.Atlas;
import isthmus.estimate.Binarisation;
import isthmus.image.FittedImage;
import isthmus.image.Fitting;
import isthmus.image.Pixels;
import isthmus.latent.Noise;
import isthmus.wire.Question;

/**
 * The image of a report, at the model's input. Immutable by agreement: nobody writes into the array. Any thread.
 *
 * @param values (channels, height, width) in [0,1]
 * @param fitting how a picture was brought to the input; null for others
 * @param row of the atlas; null for others
 * @param place in its data set, by which its random streams are addressed; 0 for others
 * @param drawn whether its grey levels were drawn to zeros and ones
 */
record ReportImage(float[] values, Fitting fitting, Integer row, int place, boolean drawn) {

    /** Refuses at once what can be refused without reading the image. */
    static void check(ServedModel space, Question.Image image) {
        if (!space.hasBound()) {
            throw Failure.badInput(space.card().id(), "a model whose posterior has a variance", "a point posterior");
        }
        if (image.values() != null && image.values().width() != space.shape().size()) {
            throw Failure.badInput(
                    "images",
                    "an image of %s, which has %d values"
                            .formatted(space.shape(), space.shape().size()),
                    "one of " + image.values().width());
        }
        if (image.row() != null && image.row() >= space.atlas().count()) {
            throw Failure.badInput(
                    "row", "a row from 0 to %d".formatted(space.atlas().count() - 1), image.row());
        }
    }

    /** Reads it; takes a moment. The draw to zeros and ones is the one by which {@code evaluate} measures the image. */
    static ReportImage of(ServedModel space, Limits limits, Question.Image image, long seed) {
        if (image.row() != null) {
            Atlas atlas = space.atlas();
            int place = atlas.index()[image.row()];
            byte[] pixels = new byte[space.shape().size()];
            space.originals().copy(new int[] {place}, pixels, 0);
            float[] values = new Pixels(space.shape(), pixels).floats();
            return drawn(space, new ReportImage(values, null, image.row(), place, false), seed);
        }
        if (image.file() != null) {
            FittedImage fitted = space.fitted(limits, image.file(), image.fitting());
            return drawn(space, new ReportImage(fitted.pixels().floats(), fitted.fitting(), null, 0, false), seed);
        }
        return drawn(space, new ReportImage(image.values().values(), null, null, 0, false), seed);
    }

    /** The stream of the draws by which log p(x) is bounded: of a sample, the one by which {@code evaluate} measures it. */
    Noise draws(long seed) {
        return Noise.named(seed, "importance samples").stream(place);
    }

    private static ReportImage drawn(ServedModel space, ReportImage subject, long seed) {
        if (!space.card().scoresDraws()) {
            return subject;
        }
        float[] values = Binarisation.draw(subject.values, seed, subject.place);
        return new ReportImage(values, subject.fitting, subject.row, subject.place, true);
    }
}
