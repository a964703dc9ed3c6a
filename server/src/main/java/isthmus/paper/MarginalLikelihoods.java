package isthmus.paper;

import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.estimate.MeanEstimate;
import isthmus.evaluate.EvaluationImages;
import isthmus.evaluate.Evaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Figure 3 of Kingma and Welling (2013): log p(x) of training and test images by the training images evaluated, for AEVB,
 * wake-sleep and Monte Carlo EM and few or many training images. log p(x) is estimated by importance sampling, where the
 * paper fits a density to Hamiltonian draws; the proposal is the best diagonal q(z|x) that a search finds, the same search
 * for all methods. Any thread.
 *
 * @param sizes numbers of training images
 * @param hidden units of each network
 * @param measured images of each split, the first ones
 * @param draws of the proposal, an image
 */
record MarginalLikelihoods(
        String data, List<Integer> sizes, int latent, int hidden, int heldOut, int measured, int draws)
        implements Experiment {
    /** Each the best of those tried after 100,000 images, by the training images: 0.001 to 0.02, and to 0.01 for mcem. */
    private static final Map<String, Double> RATES = Map.of("aevb", 0.02, "wake-sleep", 0.02, "mcem", 0.01);

    MarginalLikelihoods {
        sizes = List.copyOf(sizes);
    }

    static MarginalLikelihoods published() {
        return new MarginalLikelihoods("mnist", List.of(1_000, 50_000), 3, 100, 200, 500, 500);
    }

    @Override
    public String figure() {
        return "figure3";
    }

    @Override
    public List<FigureRun> runs(long seed, long samples) {
        List<FigureRun> runs = new ArrayList<>();
        for (int size : sizes) {
            for (String method : List.of("aevb", "wake-sleep", "mcem")) {
                runs.add(new FigureRun(figure(), data, method, latent, size, seed, samples));
            }
        }
        return runs;
    }

    @Override
    public String recipe(FigureRun run) {
        return new RunRecipe(run, hidden, heldOut, RATES.get(run.method()), true).text();
    }

    @Override
    public List<String> splits() {
        return List.of("train", "test");
    }

    @Override
    public List<ResultRow> measure(FinishedRun finished, ImageSource images) {
        FigureRun run = finished.run();
        return finished.measured(network -> {
            List<ResultRow> rows = new ArrayList<>();
            for (String split : splits()) {
                DataSet part = images.part(run.data(), DataPart.named(split));
                int count = Math.min(measured, split.equals("train") ? run.images() : part.count());
                EvaluationImages measuredOn = new EvaluationImages(part, count, false, run.seed());
                MeanEstimate found = new Evaluator(network, measuredOn, run.seed())
                        .importance(draws, count, done -> {})
                        .logLikelihood();
                rows.add(new ResultRow(run, split, found.mean(), found.error(), finished.seconds()));
            }
            return rows;
        });
    }
}
