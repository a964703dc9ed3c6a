package isthmus.check;

import isthmus.atlas.Atlas;
import isthmus.data.DataPart;
import isthmus.data.DataSets;
import isthmus.estimate.ActiveUnits;
import isthmus.estimate.RunningMean;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The card's figures follow from the rows of the atlas: the bound and its terms, KL by dimension, active units; and the KL
 * of each row follows from its mean and variances. Where the atlas has the same images as were measured, closed forms agree
 * to rounding, and the rest as closely as the draws allow. One thread.
 */
final class AtlasFigures {
    private static final double ROUNDING = 1e-6;
    private static final double ROW_ROUNDING = 1e-3;
    private static final double ERRORS = 4;
    /** Deviation of log p(x|z) under q, times √dim: half of it where q fits p(z|x). */
    private static final double SCATTER = 2;
    /** Deviations over images by which the mean of other images may be off: a part of a data set is no random sample. */
    private static final double OTHER_IMAGES = 0.1;

    private final Atlas atlas;
    private final Figures figures;
    private final Prior prior;
    private final int[] rows;
    private final boolean sameImages;
    private final List<String> wrong = new ArrayList<>();

    private AtlasFigures(ModelCard card, Prior prior, Atlas atlas, int[] rows) {
        this.atlas = atlas;
        this.rows = rows;
        figures = card.figures();
        this.prior = prior;
        sameImages = rows.length == figures.images() && !card.scoresDraws();
    }

    static Finding check(Subject subject) {
        ModelCard card = subject.card();
        Atlas atlas = subject.atlas();
        if (atlas == null || card.figures() == null) {
            return Finding.notChecked("the card has no %s", atlas == null ? "atlas" : "figures");
        }
        Figures figures = card.figures();
        int[] rows = measured(card, atlas);
        if (rows.length == 0 || 2 * rows.length < figures.images()) {
            return Finding.notChecked(
                    "the atlas has %d of the %d images of %s %s that were measured",
                    rows.length, figures.images(), figures.data(), figures.part());
        }
        return new AtlasFigures(card, subject.prior(), atlas, rows).compare();
    }

    /** The rows of the images that were measured, the first ones of their part; none where that cannot be told. */
    private static int[] measured(ModelCard card, Atlas atlas) {
        Figures figures = card.figures();
        if (!figures.data().equals(card.atlas().data())) {
            return new int[0];
        }
        boolean[] measured = new boolean[atlas.count()];
        if (figures.part().equals(card.atlas().part())) {
            Arrays.fill(measured, true);
        } else if (figures.part().equals(DataPart.TEST.toString())) {
            measured = DataSets.testRows(figures.data(), card.atlas().part(), atlas.index());
        }
        boolean[] is = measured;
        return IntStream.range(0, is.length)
                .filter(row -> is[row])
                .limit(figures.images())
                .toArray();
    }

    private Finding compare() {
        double drawn = SCATTER * Math.sqrt(atlas.dim()) * Math.sqrt(2.0 / Math.max(1, figures.draws()) / rows.length);
        if (figures.reconstruction() != null) {
            mean(
                    "reconstruction",
                    figures.reconstruction(),
                    row -> atlas.reconstruction()[row],
                    figures.draws() > 0 ? drawn : 0);
        }
        int count = rows.length;
        if (figures.kl() != null) {
            mean(
                    "kl",
                    figures.kl(),
                    row -> atlas.kl()[row],
                    figures.klByDimension().isEmpty() ? drawn : 0);
            expect(
                    "elbo",
                    figures.elbo(),
                    figures.reconstruction() - figures.kl(),
                    ROUNDING * Math.abs(figures.elbo()));
            if (!figures.klByDimension().isEmpty()) {
                double[][] kl = rowKl();
                for (int d = 0; d < atlas.dim(); d++) {
                    int dimension = d;
                    mean("kl of dimension " + d, figures.klByDimension().get(d), row -> kl[row][dimension], 0);
                }
            }
        }
        ActiveUnits active = ActiveUnits.of(posteriors());
        if (sameImages || active.margin().isEmpty()) {
            expect("active units", figures.activeUnits(), active.count(), 0);
        }
        return Finding.of(
                wrong.isEmpty(),
                "%s",
                wrong.isEmpty()
                        ? text(
                                "bound, its terms and %d active units follow from %d atlas rows for %d measured images",
                                active.count(), count, figures.images())
                        : wrong.get(0) + (wrong.size() == 1 ? "" : text("; and %d more", wrong.size() - 1)));
    }

    /** KL of each row of the atlas by dimension, in closed form, after it was held against what the row says. */
    private double[][] rowKl() {
        double[][] all = new double[atlas.count()][];
        int off = 0;
        int first = -1;
        for (int row = 0; row < all.length; row++) {
            all[row] = atlas.posteriors().get(row).klByDimension(prior).orElseThrow();
            if (!isRowKl(atlas, row, Arrays.stream(all[row]).sum())) {
                first = off++ == 0 ? row : first;
            }
        }
        if (off > 0) {
            wrong.add(text(
                    "kl of %d rows, row %d first, is %.4f in the atlas and %.4f by mean and variances",
                    off, first, atlas.kl()[first], Arrays.stream(all[first]).sum()));
        }
        return all;
    }

    /** Whether the KL that a row says is the one that its mean and variances give. */
    static boolean isRowKl(Atlas atlas, int row, double kl) {
        return Math.abs(kl - atlas.kl()[row]) <= ROW_ROUNDING * (1 + Math.abs(kl));
    }

    private PosteriorBatch posteriors() {
        int dim = atlas.dim();
        float[] means = new float[rows.length * dim];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(atlas.mu(), rows[i] * dim, means, i * dim, dim);
        }
        return new PosteriorBatch(rows.length, dim, means, null);
    }

    /** @param drawError of the card's and the atlas's draws */
    private void mean(String what, double said, IntToDoubleFunction value, double drawError) {
        RunningMean mean = new RunningMean();
        for (int row : rows) {
            mean.add(value.applyAsDouble(row));
        }
        double slack = sameImages ? 0 : OTHER_IMAGES * Math.sqrt(mean.variance());
        expect(what, said, mean.mean(), ROUNDING * (1 + Math.abs(said)) + slack + ERRORS * drawError);
    }

    private void expect(String what, double said, double found, double slack) {
        if (!(Math.abs(said - found) <= slack)) {
            wrong.add(text("%s is %.4f by the card and %.4f by the atlas, ±%.4g", what, said, found, slack));
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
