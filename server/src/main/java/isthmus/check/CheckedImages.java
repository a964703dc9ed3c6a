package isthmus.check;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.estimate.Binarisation;
import isthmus.latent.Noise;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Family;
import java.util.ArrayList;
import java.util.List;

/**
 * Images that a model is checked on: of its data set, or drawn from the model itself where that is not on this machine.
 * Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param all each (channels, height, width)
 * @param source where they are from, in words that follow "3 images"
 */
record CheckedImages(List<float[]> all, String source) {
    static CheckedImages of(Subject subject) {
        ModelCard card = subject.card();
        if (card.atlas() == null && card.figures() == null) {
            return drawn(subject, "for the card names no data");
        }
        String name =
                card.atlas() == null ? card.figures().data() : card.atlas().data();
        String part =
                card.atlas() == null ? card.figures().part() : card.atlas().part();
        try {
            return of(subject, subject.data(name, part), subject.options().images(), name + " " + part);
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.NOT_FOUND) {
                throw e;
            }
            return drawn(subject, "for " + name + " is not on this machine");
        }
    }

    /** Images at equal distances in a part, in a drawn order, so that the first ones are from all over it. */
    static CheckedImages of(Subject subject, DataSet data, int most, String source) {
        int count = Math.min(most, data.count());
        List<float[]> all = new ArrayList<>();
        for (int i : Noise.named(subject.options().seed(), "order of images").permutation(count)) {
            all.add(image(subject, data, Subject.spaced(i, count, data.count())));
        }
        return new CheckedImages(all, "of " + source);
    }

    /** One image as the model is measured on it: as zeros and ones, where it was trained on such. */
    static float[] image(Subject subject, DataSet data, int row) {
        float[] greys = data.floats(new int[] {row}, 0, 1);
        return subject.card().scoresDraws() ? Binarisation.draw(greys, seed(subject), data.index()[row]) : greys;
    }

    /** Of the zeros and ones: that of the figures, which an atlas has too unless somebody said another. */
    private static long seed(Subject subject) {
        return subject.card().figures() == null
                ? subject.options().seed()
                : subject.card().figures().seed();
    }

    /** z from the prior, x from p(x|z). */
    private static CheckedImages drawn(Subject subject, String why) {
        ModelCard card = subject.card();
        int count = subject.options().images();
        int size = card.input().shape().size();
        float[] z = subject.prior().draws(Noise.named(subject.options().seed(), "codes of images"), count);
        float[] means = subject.model().decode(z, count);
        Noise noise = Noise.named(subject.options().seed(), "values of images");
        List<Double> sigma = card.likelihood().sigma();
        List<float[]> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] image = new float[size];
            for (int p = 0; p < size; p++) {
                float mean = means[i * size + p];
                if (card.likelihood().family() == Family.BERNOULLI) {
                    image[p] = noise.uniform() < mean ? 1 : 0;
                } else {
                    image[p] = (float) (mean + sigma.get(p % sigma.size()) * noise.normal());
                }
            }
            all.add(image);
        }
        return new CheckedImages(all, "drawn from the model, " + why);
    }
}
