package isthmus.train;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.inference.torch.RawNetwork;
import isthmus.latent.FlowMatching;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A flow in latent space: two networks trained by the bound under N(0, I), and then a prior that is fitted to the
 * aggregate posterior of the training images by flow matching, so that draws lie where codes do. On the calling thread.
 */
final class LatentFlowMatching implements TrainingMethod {
    private static final int ROWS = 500; // images encoded at once

    private final Recipe recipe;
    private final TrainingSplit split;
    private final Trainer networks;
    private final Path folder;
    private final int threads;

    LatentFlowMatching(Recipe recipe, String text, DataSet trainPart, Path folder, int threads) {
        if (recipe.velocity() == null) {
            throw Failure.badInput("velocity", "units of a network for the method flow-matching", "none");
        }
        this.recipe = recipe;
        this.folder = folder;
        this.threads = threads;
        split = TrainingSplit.of(recipe, trainPart);
        networks = new Trainer(recipe, text, trainPart, folder, threads);
    }

    @Override
    public int images() {
        return networks.images();
    }

    @Override
    public TrainedModel train(boolean resume, Listener listener) {
        TrainedModel trained = networks.train(resume, listener);
        Path encoder = folder.resolve("encoder.pt");
        trained.encoder().write(encoder);
        FlowMatchingFit fit = new FlowMatchingFit(
                recipe.velocity(),
                posteriors(encoder, split.train()),
                posteriors(encoder, split.validation()),
                Noise.named(recipe.seed(), "flow matching"));
        FlowMatching prior = fit.fit(folder, threads, listener::fitted);
        return trained.withPrior(prior);
    }

    private PosteriorBatch posteriors(Path encoder, DataSet data) {
        int[] rows = IntStream.range(0, data.count()).toArray();
        List<PosteriorBatch> parts = new ArrayList<>();
        try (RawNetwork network = new RawNetwork(encoder)) {
            for (int from = 0; from < rows.length; from += ROWS) {
                int to = Math.min(rows.length, from + ROWS);
                long[] sides = {to - from, data.shape().channels(), data.shape().height(), data.shape().width()};
                List<RawNetwork.Output> outputs =
                        network.run(data.floats(rows, from, to), sides, RawNetwork.Precision.FLOAT32);
                parts.add(new PosteriorBatch(
                        to - from, recipe.latent(), outputs.get(0).values(), outputs.get(1).values()));
            }
        }
        return PosteriorBatch.joined(parts);
    }
}
