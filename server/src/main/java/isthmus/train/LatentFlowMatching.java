package isthmus.train;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.latent.FlowMatching;
import isthmus.latent.Noise;
import isthmus.model.ModelCard;
import isthmus.model.PriorCard;
import java.nio.file.Path;

/**
 * A flow in latent space: two networks trained by the bound under N(0, I), and then a prior that is fitted to the
 * aggregate posterior of the training images by flow matching, so that draws lie where codes do. On the calling thread.
 */
final class LatentFlowMatching implements TrainingMethod {
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
                Encodings.of(encoder, split.train(), recipe.latent()),
                Encodings.of(encoder, split.validation(), recipe.latent()),
                Noise.named(recipe.seed(), "flow matching"));
        FlowMatching prior = fit.fit(folder, threads, listener::fitted);
        return trained.with(
                trained.distributions().with(ModelCard.Kind.LATENT_DIFFUSION, PriorCard.Family.FLOW_MATCHING, prior));
    }
}
