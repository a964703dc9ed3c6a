package isthmus.paper;

import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.estimate.ActiveUnits;
import isthmus.estimate.ImportanceEstimate;
import isthmus.evaluate.EvaluationImages;
import isthmus.evaluate.Evaluator;
import java.util.List;

/**
 * The rows with one layer of codes of table 1 of Burda, Grosse and Salakhutdinov (2015): log p(x) of binarised test images
 * and the active units, for the bound and the importance-weighted bound by 1, 5 and 50 draws a step. A method is {@code vae}
 * or {@code iwae} and its draws, such as iwae-5; of one draw the two are the same. log p(x) is bounded from below by
 * importance sampling, as in the paper. Any thread.
 *
 * @param hidden units of each of the two layers of both networks
 * @param images of the training
 * @param heldOut images of the training part that no step sees
 * @param rate the highest of the optimiser
 * @param measured test images whose log p(x) is bounded, the first ones; units are those of all
 * @param samples of the importance-weighted bound, an image
 */
record ImportanceWeightedBounds(
        String data, int latent, int hidden, int images, int heldOut, double rate, int measured, int samples)
        implements Experiment {
    static final List<String> METHODS = List.of("vae-1", "vae-5", "iwae-5", "vae-50", "iwae-50");

    private static final String BOUND = "test";
    private static final String UNITS = "active-units";

    static ImportanceWeightedBounds published() {
        return new ImportanceWeightedBounds("mnist", 50, 200, 59_000, 1_000, 0.001, 1_000, 5_000);
    }

    @Override
    public String figure() {
        return "table1";
    }

    @Override
    public List<FigureRun> runs(long seed, long length) {
        return METHODS.stream()
                .map(method -> new FigureRun(figure(), data, method, latent, images, seed, length))
                .toList();
    }

    @Override
    public String recipe(FigureRun run) {
        String[] method = run.method().split("-");
        String network =
                "{\"family\": \"mlp\", \"dense\": [%d, %d], \"activation\": \"tanh\"}".formatted(hidden, hidden);
        return """
                {"id": "%s", "title": "%s", "description": "A training of a table.",
                "data": "%s", "validation": {"count": %d},
                "encoder": %s, "decoder": %s, "latent": %d,
                "likelihood": {"family": "bernoulli", "binarised": true}, "beta": 1,
                "draws": {"count": %s, "importance": %s},
                "optimiser": {"rate": %s, "rise": 100, "beta1": 0.9, "beta2": 0.999},
                "batch": 20, "epochs": %d, "seed": %d}
                """.formatted(
                        run.id(),
                        run.id(),
                        run.data(),
                        heldOut,
                        network,
                        network,
                        run.latent(),
                        method[1],
                        method[0].equals("iwae"),
                        rate,
                        run.epochs(),
                        run.seed());
    }

    @Override
    public List<String> splits() {
        return List.of(BOUND, UNITS);
    }

    @Override
    public List<ResultRow> measure(FinishedRun finished, ImageSource source) {
        FigureRun run = finished.run();
        return finished.measured(network -> {
            DataSet part = source.part(run.data(), DataPart.TEST);
            EvaluationImages test = new EvaluationImages(part, part.count(), true, run.seed());
            Evaluator evaluator = new Evaluator(network, test, run.seed());
            ImportanceEstimate bound = evaluator.importance(samples, Math.min(measured, test.count()), done -> {});
            return List.of(
                    new ResultRow(
                            run,
                            BOUND,
                            bound.logLikelihood().mean(),
                            bound.logLikelihood().error(),
                            finished.seconds()),
                    new ResultRow(
                            run,
                            UNITS,
                            ActiveUnits.of(evaluator.posteriors()).count(),
                            Double.NaN,
                            finished.seconds()));
        });
    }
}
