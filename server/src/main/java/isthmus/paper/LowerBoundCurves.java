package isthmus.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Figure 2 of Kingma and Welling (2013): the bound of training and of held-out images by the training images evaluated, for
 * AEVB and wake-sleep and several sizes of the code. Any thread.
 *
 * @param sets the data
 */
record LowerBoundCurves(List<Images> sets) implements Experiment {
    /**
     * A data set of the figure.
     *
     * @param hidden units of each network
     * @param latents dimensions of the code, a curve of each method each
     * @param images of the training
     * @param heldOut images of the training part that it does not see
     * @param rates highest of the optimiser, by method
     */
    record Images(String data, int hidden, List<Integer> latents, int images, int heldOut, Map<String, Double> rates) {
        Images {
            latents = List.copyOf(latents);
            rates = Map.copyOf(rates);
        }
    }

    LowerBoundCurves {
        sets = List.copyOf(sets);
    }

    /** Each rate is the best of those tried after 100,000 images, by the training images. */
    static LowerBoundCurves published() {
        Map<String, Double> mnist = Map.of("aevb", 0.01, "wake-sleep", 0.005);
        Map<String, Double> frey = Map.of("aevb", 0.002, "wake-sleep", 0.002);
        return new LowerBoundCurves(List.of(
                new Images("mnist", 500, List.of(3, 5, 10, 20, 200), 50_000, 10_000, mnist),
                new Images("frey", 200, List.of(2, 5, 10, 20), 1_415, 150, frey)));
    }

    @Override
    public String figure() {
        return "figure2";
    }

    @Override
    public List<FigureRun> runs(long seed, long samples) {
        List<FigureRun> runs = new ArrayList<>();
        for (Images set : sets) {
            for (int latent : set.latents) {
                for (String method : List.of("aevb", "wake-sleep")) {
                    runs.add(new FigureRun(figure(), set.data, method, latent, set.images, seed, samples));
                }
            }
        }
        return runs;
    }

    @Override
    public String recipe(FigureRun run) {
        Images set = sets.stream()
                .filter(one -> one.data.equals(run.data()))
                .findFirst()
                .orElseThrow();
        return new RunRecipe(run, set.hidden, set.heldOut, set.rates.get(run.method()), false).text();
    }

    @Override
    public List<String> splits() {
        return List.of("train", "validation");
    }

    @Override
    public List<ResultRow> measure(FinishedRun finished, ImageSource images) {
        return List.of(
                new ResultRow(finished.run(), "train", finished.bound(), Double.NaN, finished.seconds()),
                new ResultRow(finished.run(), "validation", finished.heldOut(), Double.NaN, finished.seconds()));
    }
}
