package isthmus.check;

import isthmus.atlas.Atlas;
import isthmus.data.DataSet;
import isthmus.estimate.RunningMean;
import isthmus.inference.Model;
import isthmus.latent.Noise;
import isthmus.latent.Posterior;
import isthmus.latent.PosteriorBatch;
import isthmus.model.ModelCard;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Rows of the atlas are what the networks say of their originals: mean, variances and KL of the encoder, and log p(x|z) as
 * closely as its draws allow. One thread.
 */
final class AtlasRows {
    private static final double WITHIN = 1e-2; // deviations, by which batches of another size may differ
    private static final double POINT_WITHIN = 1e-3; // of a point's coordinates, beside which there is no deviation
    private static final int DRAWS = 64;
    private static final int USUAL_DRAWS = 8; // of an atlas, where no figures say it
    private static final double ERRORS = 6; // of skewed scores of few draws, over all rows of all models
    private static final double ROUNDING = 1e-4;
    /**
     * Share of the rows of which an encoder that refines its answer may choose another mode in a batch of another size. What
     * such a row says of itself has to hold all the same.
     */
    private static final double OTHER_MODES = 0.02;

    private final ModelCard card;
    private final Model model;
    private final Atlas atlas;
    private final long seed;
    private double largest; // difference of a mean, in deviations, of rows that agree
    private int otherModes;
    private String wrong;

    private AtlasRows(Subject subject) {
        card = subject.card();
        model = subject.model();
        atlas = subject.atlas();
        seed = subject.options().seed();
    }

    static Finding check(Subject subject) {
        Atlas atlas = subject.atlas();
        if (atlas == null || atlas.count() == 0) {
            return Finding.notChecked("the card has no atlas, or one without rows");
        }
        ModelCard.Atlas said = subject.card().atlas();
        DataSet data = subject.data(said.data(), said.part());
        AtlasRows rows = new AtlasRows(subject);
        int count = Math.min(subject.options().manyImages(), atlas.count());
        for (int i = 0; i < count && rows.wrong == null; i++) {
            int row = Subject.spaced(i, count, atlas.count());
            int place = place(data, row, atlas.index()[row]);
            if (place < 0) {
                return Finding.of(
                        false,
                        "row %d is of image %d, which is not in %s %s",
                        row,
                        atlas.index()[row],
                        data.name(),
                        said.part());
            }
            rows.compare(row, CheckedImages.image(subject, data, place));
        }
        if (rows.wrong != null) {
            return Finding.of(false, "%s", rows.wrong);
        }
        return Finding.of(
                rows.otherModes <= Math.max(1, OTHER_MODES * count),
                "%d of %d as the networks say of %s %s, largest difference of a mean %.1g deviations;"
                        + " %d in another mode",
                count - rows.otherModes,
                count,
                said.data(),
                said.part(),
                rows.largest,
                rows.otherModes);
    }

    /** Where an image of this index is in the part, or a negative number. */
    private static int place(DataSet data, int row, int index) {
        return row < data.count() && data.index()[row] == index ? row : Arrays.binarySearch(data.index(), index);
    }

    private void compare(int row, float[] image) {
        PosteriorBatch again = model.encode(image, 1);
        Posterior said = card.posterior().isNormal() ? atlas.posteriors().get(row) : again.get(0);
        OptionalDouble kl = said.klTo(model.prior());
        if (kl.isPresent() && !AtlasFigures.isRowKl(atlas, row, kl.getAsDouble())) {
            wrong = text("row %d has a kl of %.4f, by mean and variances %.4f", row, atlas.kl()[row], kl.getAsDouble());
            return;
        }
        double off = difference(row, again);
        if (off > (said.hasDensity() ? WITHIN : POINT_WITHIN)) {
            otherModes++;
        } else {
            largest = Math.max(largest, off);
        }
        compareReconstruction(row, said, image);
    }

    /** The largest difference of mean and deviation, in deviations; of points, as a share of 1 + their coordinates. */
    private double difference(int row, PosteriorBatch again) {
        double most = 0;
        for (int d = 0, at = row * atlas.dim(); d < atlas.dim(); d++, at++) {
            double mu = atlas.mu()[at];
            double apart = Math.abs(again.means()[d] - mu);
            if (again.logvar() == null) {
                most = Math.max(most, apart / (1 + Math.abs(mu)));
            } else {
                double logvar = atlas.posteriors().logvar()[at];
                most = Math.max(most, apart / Math.exp(logvar / 2));
                most = Math.max(most, Math.abs(again.logvar()[d] - logvar) / 2);
            }
        }
        return most;
    }

    private void compareReconstruction(int row, Posterior said, float[] image) {
        if (!card.hasLikelihood()) {
            return;
        }
        int draws = said.hasDensity() ? DRAWS : 1;
        float[] z = said.draws(Noise.named(seed, "atlas rows").stream(row), draws);
        RunningMean mean = new RunningMean();
        for (float score : model.logLikelihood(z, draws, image, 1)) {
            mean.add(score);
        }
        int atlasDraws = card.figures() == null
                ? USUAL_DRAWS
                : Math.max(1, card.figures().draws());
        double error = draws == 1 ? 0 : mean.error() * Math.sqrt(1 + (double) draws / atlasDraws);
        double slack = ERRORS * error + ROUNDING * (1 + Math.abs(mean.mean()));
        if (!(Math.abs(mean.mean() - atlas.reconstruction()[row]) <= slack)) {
            wrong = text(
                    "row %d has a reconstruction of %.3f, which the networks give as %.3f ± %.2g",
                    row, atlas.reconstruction()[row], mean.mean(), error);
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
