package isthmus.spark;

import isthmus.estimate.ActiveUnits;
import isthmus.estimate.Elbo;
import isthmus.estimate.ExactSum;
import isthmus.estimate.MeanEstimate;
import isthmus.estimate.MergedMean;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * A model's figures over images, added up image by image and partition by partition: the same to the last bit however the
 * images are divided. One thread at a time.
 */
final class Measurement implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int REASONS = 3; // kept
    private static final double EFFECTIVE_STEP = 0.01; // of the logarithm of an effective sample size

    private final MergedMean elbo = new MergedMean();
    private final MergedMean reconstruction = new MergedMean();
    private final MergedMean kl = new MergedMean();
    private final ExactSum drawVariance = new ExactSum(); // of the sum of bounds
    private final MergedMean importance = new MergedMean();
    private final ExactSum importanceVariance = new ExactSum();
    private final MergedMean[] means; // (dim) of mu
    private final MergedMean[] klByDimension; // (dim)
    private final List<String> reasons = new ArrayList<>();
    private long[] effective = new long[0]; // images by the logarithm of their effective sample size
    private long failed;

    Measurement(int dim) {
        means = Stream.generate(MergedMean::new).limit(dim).toArray(MergedMean[]::new);
        klByDimension = Stream.generate(MergedMean::new).limit(dim).toArray(MergedMean[]::new);
    }

    /** Adds up a partition. */
    static FlatMapFunction<Iterator<EncodedRow>, Measurement> ofPartition(int dim) {
        return rows -> {
            Measurement sum = new Measurement(dim);
            rows.forEachRemaining(sum::add);
            return List.of(sum).iterator();
        };
    }

    void add(EncodedRow row) {
        if (row.error() != null) {
            failed++;
            if (reasons.size() < REASONS) {
                reasons.add(row.error());
            }
            return;
        }
        Elbo bound = row.elbo();
        reconstruction.add(bound.reconstruction().mean());
        for (int d = 0; d < means.length; d++) {
            means[d].add(row.mu()[d]);
        }
        if (bound.isBound()) {
            elbo.add(bound.bound());
            kl.add(bound.kl());
            if (Double.isFinite(bound.error())) {
                drawVariance.addSquare(bound.error());
            }
            for (int d = 0; bound.klByDimension() != null && d < means.length; d++) {
                klByDimension[d].add(bound.klByDimension()[d]);
            }
        }
        if (row.importance() != null) {
            importance.add(row.importance().best());
            if (Double.isFinite(row.importance().bestError())) {
                importanceVariance.addSquare(row.importance().bestError());
            }
            count((int) Math.round(Math.log(row.importance().effective()) / EFFECTIVE_STEP), 1);
        }
    }

    private void count(int bin, long images) {
        int place = Math.max(0, bin);
        if (place >= effective.length) {
            effective = Arrays.copyOf(effective, place + 1);
        }
        effective[place] += images;
    }

    /** Adds another part's figures and gives this one. */
    Measurement add(Measurement other) {
        elbo.add(other.elbo);
        reconstruction.add(other.reconstruction);
        kl.add(other.kl);
        drawVariance.add(other.drawVariance);
        importance.add(other.importance);
        importanceVariance.add(other.importanceVariance);
        for (int d = 0; d < means.length; d++) {
            means[d].add(other.means[d]);
            klByDimension[d].add(other.klByDimension[d]);
        }
        for (int bin = 0; bin < other.effective.length; bin++) {
            count(bin, other.effective[bin]);
        }
        failed += other.failed;
        other.reasons.stream().limit(Math.max(0, REASONS - reasons.size())).forEach(reasons::add);
        return this;
    }

    /**
     * The figures, in nats an image.
     *
     * @param images that were measured
     * @param failed those that could not be read or encoded
     * @param reasons of some of these
     * @param draws posterior draws an image
     * @param elbo null where there is no bound, as for points
     * @param drawError standard error of elbo due to the draws; null for one draw
     * @param klByDimension null where dimensions depend on each other
     * @param meanVariances (dim) over images of the posterior mean
     * @param activeUnits those above {@link ActiveUnits#THRESHOLD}
     * @param importance null where it was not asked for
     */
    record Figures(
            String model,
            String version,
            long images,
            long failed,
            List<String> reasons,
            int draws,
            long seed,
            MeanEstimate elbo,
            Double drawError,
            MeanEstimate reconstruction,
            MeanEstimate kl,
            double[] klByDimension,
            double[] meanVariances,
            int activeUnits,
            Importance importance) {}

    /**
     * The importance-weighted bound.
     *
     * @param samples draws an image
     * @param drawError standard error due to the draws
     * @param effectiveSamples median over images, to 1%
     */
    record Importance(int samples, MeanEstimate logLikelihood, double drawError, double effectiveSamples) {}

    Figures figures(String model, String version, Encoding encoding) {
        boolean bound = elbo.count() > 0;
        boolean byDimension = klByDimension[0].count() > 0;
        double[] variances = Stream.of(means).mapToDouble(MergedMean::variance).toArray();
        return new Figures(
                model,
                version,
                reconstruction.count(),
                failed,
                List.copyOf(reasons),
                encoding.draws(),
                encoding.seed(),
                bound ? elbo.estimate() : null,
                bound && encoding.draws() > 1 ? error(drawVariance, elbo.count()) : null,
                reconstruction.estimate(),
                bound ? kl.estimate() : null,
                byDimension
                        ? Stream.of(klByDimension).mapToDouble(MergedMean::mean).toArray()
                        : null,
                variances,
                new ActiveUnits(variances).count(),
                importance.count() == 0
                        ? null
                        : new Importance(
                                encoding.importance(),
                                importance.estimate(),
                                error(importanceVariance, importance.count()),
                                medianEffective()));
    }

    private static double error(ExactSum variance, long count) {
        return Math.sqrt(variance.value().doubleValue()) / count;
    }

    private double medianEffective() {
        long below = 0;
        for (int bin = 0; bin < effective.length; bin++) {
            below += effective[bin];
            if (2 * below >= importance.count()) {
                return Math.exp(bin * EFFECTIVE_STEP);
            }
        }
        return Double.NaN;
    }
}
