package isthmus.report;

import isthmus.inference.Model;
import isthmus.inference.Observation;
import isthmus.latent.LogSumExp;
import isthmus.latent.Prior;
import isthmus.latent.Viewport;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * log p(x) in two dimensions as a sum of p(x, z) over cells of a rectangle that holds the prior. All images share the
 * coarse cells, whose decoded images say which matter; those are cut into four until the sum stays as it is. A cell matters
 * where it may hold some of the mass though its centre has none, by how steep p(x, z) is there. Any thread.
 *
 * @param log log p(x) in nats
 * @param error its change at the last cut, which overstates what another one would change
 * @param codes that were decoded for this image alone
 */
public record GridEvidence(double log, double error, int codes) {
    private static final int SIDE = 256; // coarse cells
    private static final double REACH = 6; // deviations of the prior, beyond which it has less than 1e-8 of its mass
    private static final double MARGIN = 3; // deviations of the prior around a code that an image has
    private static final double DEFICIT = 12; // nats below the best centre, beyond which a cell has no mass
    private static final double SETTLED = 0.02; // nats of change; the error falls much faster than cells shrink
    private static final double ROUNDING = 1e-4; // nats, of scores that are float32
    private static final int LEAST_CELLS = 100; // that matter before the first cut, where there are so many
    private static final int LEAST_SIDE = 16;
    private static final int MOST_CUTS = 12;
    private static final int MOST_CODES = 200_000;

    /**
     * @param means (count, 2) codes of the images, which the rectangle holds too
     * @param images (count, channels, height, width)
     * @param progress told how many images are done
     */
    public static GridEvidence[] of(Model model, float[] means, float[] images, int count, IntConsumer progress) {
        TruePosterior.checkDim(model.card().id(), model.card().latent().dim());
        Prior prior = model.prior();
        Viewport area = area(prior, means);
        float[] centres = PosteriorGrid.centres(area, SIDE);
        float[][] scores = SharedCodes.scores(model, centres, SIDE * SIDE, images, count);
        PriorTable priors = PriorTable.of(prior, area, SIDE);
        int size = images.length / count;
        GridEvidence[] found = new GridEvidence[count];
        for (int i = 0; i < count; i++) {
            double[] joint = new double[SIDE * SIDE];
            for (int cell = 0; cell < joint.length; cell++) {
                joint[cell] = scores[i][cell] + priors.logs()[cell];
            }
            Observation seen = Observation.of(Arrays.copyOfRange(images, i * size, (i + 1) * size));
            found[i] = of(model, priors, seen, Cells.coarse(area, joint).cut());
            progress.accept(i + 1);
        }
        return found;
    }

    private static Viewport area(Prior prior, float[] means) {
        double[] low = new double[2];
        double[] high = new double[2];
        double[] variances = prior.variances();
        for (int d = 0; d < 2; d++) {
            double deviation = Math.sqrt(variances[d]);
            low[d] = prior.mean()[d] - REACH * deviation;
            high[d] = prior.mean()[d] + REACH * deviation;
            for (int i = d; i < means.length; i += 2) {
                low[d] = Math.min(low[d], means[i] - MARGIN * deviation);
                high[d] = Math.max(high[d], means[i] + MARGIN * deviation);
            }
        }
        return new Viewport(low[0], low[1], high[0], high[1]);
    }

    /** By how much p(x, z) may be higher in a coarse cell than at its centre: half of the steepest way along each axis. */
    private static double[] slackOf(double[] joint) {
        double[] slack = new double[joint.length];
        for (int cell = 0; cell < joint.length; cell++) {
            int r = cell / SIDE;
            int c = cell % SIDE;
            double across = Math.max(
                    c == 0 ? 0 : Math.abs(joint[cell] - joint[cell - 1]),
                    c == SIDE - 1 ? 0 : Math.abs(joint[cell] - joint[cell + 1]));
            double up = Math.max(
                    r == 0 ? 0 : Math.abs(joint[cell] - joint[cell - SIDE]),
                    r == SIDE - 1 ? 0 : Math.abs(joint[cell] - joint[cell + SIDE]));
            slack[cell] = (across + up) / 2;
        }
        return slack;
    }

    private static GridEvidence of(Model model, PriorTable prior, Observation seen, Cells first) {
        LogSumExp left = new LogSumExp(); // of cells that are cut no more
        left.add(Double.NEGATIVE_INFINITY);
        double before = Double.NaN;
        int codes = 0;
        Cells cells = first;
        for (int cut = 1; ; cut++) {
            double[] joint = cells.logJoint(model, prior, seen);
            codes += joint.length;
            double log = sum(left, joint, cells.logArea());
            double change = Math.abs(log - before);
            if (change < SETTLED || cut == MOST_CUTS || codes > MOST_CODES) {
                return new GridEvidence(log, Math.max(ROUNDING, change), codes);
            }
            Cells scored = cells.withSlackOfQuarters(joint);
            boolean[] matters = scored.matters(joint);
            for (int cell = 0; cell < joint.length; cell++) {
                if (!matters[cell]) {
                    left.add(joint[cell] + cells.logArea());
                }
            }
            cells = scored.within(joint).cut();
            before = log;
        }
    }

    private static double sum(LogSumExp left, double[] joint, double logArea) {
        LogSumExp sum = new LogSumExp();
        for (double one : joint) {
            sum.add(one + logArea);
        }
        sum.add(left.logSum());
        return sum.logSum();
    }

    /**
     * Cells of one size.
     *
     * @param centres (count, 2)
     * @param slack (count) by how much the log joint may be higher in a cell than at its centre
     */
    private record Cells(float[] centres, double[] slack, double width, double height) {
        /**
         * Those of all coarse cells that matter, or squares of several where many do.
         *
         * @param joint (SIDE, SIDE)
         */
        static Cells coarse(Viewport area, double[] joint) {
            double[] slack = slackOf(joint);
            double least = Arrays.stream(joint).max().orElseThrow() - DEFICIT;
            int matter = 0;
            for (int cell = 0; cell < joint.length; cell++) {
                matter += joint[cell] + slack[cell] >= least ? 1 : 0;
            }
            int stride = 1;
            while (matter >= 4 * stride * stride * LEAST_CELLS && stride < SIDE / LEAST_SIDE) {
                stride *= 2;
            }
            int side = SIDE / stride;
            double[] peaks = new double[side * side]; // of what may be in a square
            Arrays.fill(peaks, Double.NEGATIVE_INFINITY);
            double[] lows = new double[side * side];
            Arrays.fill(lows, Double.POSITIVE_INFINITY);
            for (int cell = 0; cell < joint.length; cell++) {
                int square = cell / SIDE / stride * side + cell % SIDE / stride;
                peaks[square] = Math.max(peaks[square], joint[cell] + slack[cell]);
                lows[square] = Math.min(lows[square], joint[cell]);
            }
            double[] range = new double[peaks.length];
            Arrays.setAll(range, square -> peaks[square] - lows[square]);
            return new Cells(PosteriorGrid.centres(area, side), range, area.width() / side, area.height() / side)
                    .only(square -> peaks[square] >= least);
        }

        double logArea() {
            return Math.log(width) + Math.log(height);
        }

        double[] logJoint(Model model, PriorTable prior, Observation seen) {
            float[] scores = model.logLikelihood(centres, slack.length, seen);
            double[] joint = new double[scores.length];
            Arrays.setAll(joint, cell -> scores[cell] + prior.logDensity(centres, cell));
            return joint;
        }

        /** The slack by the differences of the four that were one cell, where that is more than was known before. */
        Cells withSlackOfQuarters(double[] joint) {
            double[] larger = slack.clone();
            for (int first = 0; first < joint.length; first += 4) {
                double across = Math.max(
                        Math.abs(joint[first] - joint[first + 1]), Math.abs(joint[first + 2] - joint[first + 3]));
                double up = Math.max(
                        Math.abs(joint[first] - joint[first + 2]), Math.abs(joint[first + 1] - joint[first + 3]));
                for (int cell = first; cell < first + 4; cell++) {
                    larger[cell] = Math.max(slack[cell], (across + up) / 2);
                }
            }
            return new Cells(centres, larger, width, height);
        }

        boolean[] matters(double[] joint) {
            double least = Arrays.stream(joint).max().orElseThrow() - DEFICIT;
            boolean[] matters = new boolean[joint.length];
            for (int cell = 0; cell < joint.length; cell++) {
                matters[cell] = joint[cell] + slack[cell] >= least;
            }
            return matters;
        }

        Cells within(double[] joint) {
            boolean[] matters = matters(joint);
            return only(cell -> matters[cell]);
        }

        private Cells only(IntPredicate which) {
            float[] kept = new float[centres.length];
            double[] keptSlack = new double[slack.length];
            int count = 0;
            for (int cell = 0; cell < slack.length; cell++) {
                if (which.test(cell)) {
                    kept[2 * count] = centres[2 * cell];
                    kept[2 * count + 1] = centres[2 * cell + 1];
                    keptSlack[count++] = slack[cell];
                }
            }
            return new Cells(Arrays.copyOf(kept, 2 * count), Arrays.copyOf(keptSlack, count), width, height);
        }

        /** Each as four, of half the sides and so, about a peak, of a quarter of the slack. */
        Cells cut() {
            float[] quarters = new float[4 * centres.length];
            double[] ofSlack = new double[4 * slack.length];
            for (int i = 0; i < ofSlack.length; i++) {
                int cell = i / 4;
                quarters[2 * i] = (float) (centres[2 * cell] + (i % 2 == 0 ? -0.25 : 0.25) * width);
                quarters[2 * i + 1] = (float) (centres[2 * cell + 1] + (i % 4 < 2 ? -0.25 : 0.25) * height);
                ofSlack[i] = slack[cell] / 4;
            }
            return new Cells(quarters, ofSlack, width / 2, height / 2);
        }
    }
}
