package isthmus.train;

import isthmus.estimate.Elbo;
import isthmus.evaluate.EvaluationImages;
import isthmus.evaluate.Evaluator;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The model of a decoder whose encoder is a search alone: {@link RefinedEncoder} from the starts, with a network that says
 * the same of every image. On the training thread.
 *
 * @param folder for the networks of a model that is measured
 */
record SearchedModel(Recipe recipe, TrainingSplit split, Network decoder, Path folder) {
    private static final float LOGVAR = -5; // with which the search begins
    private static final int DRAWS = 4; // of each validation image

    TrainedModel model(List<Tensor> weights, int epoch) {
        List<Tensor> ofDecoder =
                weights.stream().filter(t -> t.name().startsWith("decoder_")).toList();
        Double sigma = Objective.sigma(recipe.likelihood(), weights);
        Network same = network();
        List<Tensor> ofNetwork = same.write("encode", MethodWriter.Precision.FLOAT32, false, null)
                .parameters();
        Arrays.fill(ofNetwork.get(3).values(), LOGVAR); // the bias of the second head
        TorchScript encoder = new RefinedEncoder(
                        same, decoder, recipe, split.train().shape().size(), sigma)
                .module(ofNetwork, ofDecoder);
        return TrainedModel.of(
                recipe,
                split.train(),
                epoch,
                encoder,
                decoder.module(ofDecoder, recipe.storage()),
                Distributions.of(recipe, sigma));
    }

    /** mu and logvar of numbers that are the same for every image, a matrix of zeros and a bias each. */
    private Network network() {
        int size = split.train().shape().size();
        int dim = recipe.latent();
        return new Network(
                "Encoder",
                List.of(new Layer.Flatten(size)),
                List.of(new Layer.Linear(size, dim, 0, 0, true), new Layer.Linear(size, dim, 0, 0, true)));
    }

    /** The mean of the bound over the validation images, always by the same draws. */
    double bound(List<Tensor> weights) {
        EvaluationImages images =
                new EvaluationImages(split.validation(), split.validation().count(), false, recipe.seed());
        return model(weights, 1)
                .measured(
                        folder,
                        network -> new Evaluator(network, images, recipe.seed())
                                .bounds(DRAWS, done -> {}).stream()
                                        .mapToDouble(Elbo::bound)
                                        .average()
                                        .orElseThrow());
    }
}
