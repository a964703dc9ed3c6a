package isthmus.check;

import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.report.AnnealedImportance;
import isthmus.report.ChunkedModel;
import isthmus.report.Refinement;
import isthmus.report.TruePosterior;
import java.util.Locale;

/**
 * log p(x) of refined posteriors, where it is said to be trusted, is that of a grid in two dimensions and that of annealed
 * importance sampling in others, which look for no modes. One thread.
 */
final class RefinedEvidence {
    private static final int STEPS = 200; // as the page refines
    private static final int SIDE = 100; // cells of the grid
    private static final double WITHIN = 0.5; // nats
    private static final double ERRORS = 3;

    private RefinedEvidence() {}

    /**
     * log p(x) by other means.
     *
     * @param settled whether the error can be believed
     */
    private record Reference(double log, double error, boolean settled) {
        static Reference of(Subject subject, Observation seen, Gaussian q, Gaussian refined, long seed) {
            if (q.dim() == 2) {
                TruePosterior grid =
                        TruePosterior.of(subject.chunked(), seen, q, subject.samples(), SIDE, seed, search -> {});
                return new Reference(grid.logEvidence(), grid.error(), true);
            }
            AnnealedImportance annealed = AnnealedImportance.of(subject.chunked(), seen, refined, seed);
            return new Reference(annealed.evidence().log(), annealed.evidence().error(), annealed.settled());
        }

        double apart(Refinement found) {
            return Math.abs(found.evidence().log() - log);
        }

        double error(Refinement found) {
            return Math.hypot(found.evidence().error(), error);
        }

        boolean isApart(Refinement found) {
            return settled && apart(found) > WITHIN && apart(found) > ERRORS * error(found);
        }
    }

    static Finding check(Subject subject) {
        if (!subject.card().posterior().hasDensity()) {
            return Finding.notChecked("a point posterior cannot be refined");
        }
        ChunkedModel model = subject.chunked();
        if (!model.hasGradients()) {
            return Finding.notChecked("the decoder cannot be differentiated, so nothing can be refined");
        }
        CheckedImages images = subject.images();
        long seed = subject.options().seed();
        long began = System.nanoTime();
        String by = subject.card().latent().dim() == 2 ? "a grid" : "annealed importance sampling";
        Tally tally = new Tally(images.source(), by);
        for (float[] image : images.all()) {
            if (tally.compared == subject.options().fewImages()
                    || subject.options().isLate(began)) {
                break;
            }
            tally.tried++;
            Observation seen = Observation.of(image);
            Gaussian q = model.encode(image);
            Refinement found = Refinement.of(model, seen, q, subject.samples(), STEPS, seed, (step, bound, at) -> {});
            if (found.evidence().trusted()) {
                tally.trusted++;
                Reference reference = Reference.of(subject, seen, q, found.q(), seed);
                if (reference.settled) {
                    // A reference may be off as well: only two that do not know of each other convict.
                    boolean off = reference.isApart(found)
                            && Reference.of(subject, seen, q, found.q(), seed + 1)
                                    .isApart(found);
                    tally.add(off, reference.apart(found), reference.error(found));
                }
            }
            subject.options().progress().accept(tally.brief());
        }
        if (tally.compared == 0) {
            return Finding.notChecked(
                    "of %d images %s, %d have an estimate that is trusted, and none of them a sure one by %s",
                    tally.tried, images.source(), tally.trusted, by);
        }
        return Finding.of(tally.off == 0, "%s", tally);
    }

    /** What the images so far have shown. */
    private static final class Tally {
        private final String source;
        private final String by;
        private int tried;
        private int trusted;
        private int compared;
        private int off;
        private double most; // nats apart
        private double itsError;

        Tally(String source, String by) {
            this.source = source;
            this.by = by;
        }

        void add(boolean isOff, double apart, double error) {
            compared++;
            off += isOff ? 1 : 0;
            if (apart >= most) {
                most = apart;
                itsError = error;
            }
        }

        String brief() {
            return "%d trusted, %d held, %d off".formatted(trusted, compared, off);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "on %d images %s, %d of them trusted and %d held against %s: %d off, largest difference %.2f ± %.2f nats",
                    tried,
                    source,
                    trusted,
                    compared,
                    by,
                    off,
                    most,
                    itsError);
        }
    }
}
