package isthmus.train;

import isthmus.data.DataSet;
import isthmus.latent.FactorModel;
import isthmus.latent.SampleMoments;
import isthmus.model.ModelCard;
import isthmus.model.PosteriorFamily;
import isthmus.model.PriorCard;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What methods without gradients have in common: a recipe, its data, and the moments of what is trained on. */
record ClosedForm(Recipe recipe, DataSet train, DataSet validation) {
    static ClosedForm of(Recipe recipe, DataSet trainPart) {
        TrainingSplit split = TrainingSplit.of(recipe, trainPart);
        return new ClosedForm(recipe, split.train(), split.validation());
    }

    SampleMoments moments() {
        return SampleMoments.of(all(train), train.count(), train.shape().size());
    }

    /** The mean of log p(x) over the validation images. */
    double heldOut(FactorModel model) {
        double[] scores = model.logLikelihood(all(validation), validation.count());
        return Arrays.stream(scores).average().orElseThrow();
    }

    /** Tells the mean of log p(x) of both parts: the reconstruction less the KL term, in closed form. */
    void tell(TrainingMethod.Listener listener, int epoch, long start, FactorModel model, SampleMoments moments) {
        double kl = model.meanKl(moments.covariance());
        double reconstruction = model.meanLogLikelihood(moments.covariance()) + kl;
        boolean last = epoch + 1 == recipe.epochs();
        double bound = last ? heldOut(model) : Double.NaN;
        listener.epoch(epoch, (System.nanoTime() - start) / 1e9, reconstruction, kl, bound, last ? epoch + 1 : 0);
    }

    private static float[] all(DataSet data) {
        int[] rows = IntStream.range(0, data.count()).toArray();
        return data.floats(rows, 0, rows.length);
    }

    /** The model with its exact posterior, N(B (x − mean), Σ). */
    TrainedModel model(FactorModel model, int epoch, ModelCard.Kind kind) {
        LinearNetworks networks = new LinearNetworks(train.shape(), model.mean());
        return TrainedModel.of(
                recipe,
                train,
                epoch,
                networks.encoder(model.encoding(), model.covariance()),
                networks.decoder(model.weights()),
                new Distributions(
                        kind,
                        PosteriorFamily.FULL,
                        PriorCard.STANDARD,
                        null,
                        gaussian(deviations(model.variances())),
                        ModelCard.Output.MEAN));
    }

    static ModelCard.Likelihood gaussian(List<Double> sigma) {
        return new ModelCard.Likelihood(ModelCard.Family.GAUSSIAN, sigma, null);
    }

    /** One number where all are one. */
    private static List<Double> deviations(double[] variances) {
        List<Double> all = Arrays.stream(variances).map(Math::sqrt).boxed().toList();
        return all.stream().distinct().count() == 1 ? all.subList(0, 1) : all;
    }
}
