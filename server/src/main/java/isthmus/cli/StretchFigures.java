package isthmus.cli;

import isthmus.estimate.Elbo;
import isthmus.estimate.MeanEstimate;
import isthmus.estimate.RowBlocks;
import isthmus.estimate.Stretch;
import isthmus.evaluate.EvaluationImages;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Figures of each stretch of a data set where its neighbours are alike and few long stretches are measured: they show how
 * far a film's scenes differ. One thread.
 */
final class StretchFigures {
    private static final int MOST = 5; // stretches
    private static final int SHORTEST = 50; // images

    private final EvaluationImages images;
    private final List<Stretch> stretches;
    private final Map<String, Double> figures;

    /** @param figures are added to, by name */
    StretchFigures(EvaluationImages images, Map<String, Double> figures) {
        this.images = images;
        List<Stretch> all = images.stretches();
        boolean fewAndLong =
                all.size() >= 2 && all.size() <= MOST && all.stream().allMatch(one -> one.images().length >= SHORTEST);
        this.stretches = fewAndLong ? all : List.of();
        this.figures = figures;
    }

    /** Adds a value's mean over each stretch, named after its rows. */
    void addParts(String name, double[] values) {
        for (Stretch stretch : stretches) {
            double mean = Arrays.stream(stretch.images())
                    .mapToDouble(image -> values[image])
                    .average()
                    .orElseThrow();
            figures.put("%s-rows-%d-%d".formatted(name, stretch.first(), stretch.last()), mean);
        }
    }

    /** Adds what the bounds are ahead of a baseline, image by image, on average and in each stretch. */
    void addGain(String baseline, List<Elbo> bounds, double[] scores) {
        double[] gains = new double[scores.length];
        Arrays.setAll(gains, i -> bounds.get(i).bound() - scores[i]);
        RowBlocks blocks = images.blocks(images.count());
        MeanEstimate gain = blocks.mean(gains);
        figures.put("gain-over-" + baseline, gain.mean());
        if (Double.isFinite(gain.error())) {
            figures.put("gain-over-%s-error".formatted(baseline), gain.error());
        }
        addParts("gain-over-" + baseline, gains);
    }
}
