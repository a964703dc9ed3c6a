package isthmus.train;

import isthmus.data.DataSet;
import isthmus.latent.PrincipalComponents;
import isthmus.latent.SampleMoments;
import isthmus.model.ModelCard;
import isthmus.model.PosteriorFamily;
import isthmus.model.PriorCard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.simple.SimpleMatrix;

/**
 * Principal component analysis: a code is an image's coordinates along the directions in which the training images vary
 * most, U (x − mean), and decodes to the nearest image of their plane. The prior is the normal of the training images'
 * codes, the likelihood's sigma the root mean square of what the plane leaves. One thread.
 */
final class PrincipalComponentAnalysis implements TrainingMethod {
    private final ClosedForm task;

    PrincipalComponentAnalysis(Recipe recipe, String text, DataSet trainPart, Path folder, int threads) {
        task = ClosedForm.of(recipe, trainPart);
    }

    @Override
    public int images() {
        return task.train().count();
    }

    @Override
    public TrainedModel train(boolean resume, Listener listener) {
        SampleMoments moments = task.moments();
        PrincipalComponents components = PrincipalComponents.of(moments);
        int dim = task.recipe().latent();
        SimpleMatrix directions = new SimpleMatrix(Arrays.copyOf(components.directions(), dim)); // U, (dim, values)
        double[] variances = components.variances();
        double rest = Arrays.stream(variances).skip(dim).sum() / variances.length;
        LinearNetworks networks = new LinearNetworks(task.train().shape(), components.mean());
        return TrainedModel.of(
                task.recipe(),
                task.train(),
                1,
                networks.pointEncoder(directions),
                networks.decoder(directions.transpose()),
                new Distributions(
                        ModelCard.Kind.PCA,
                        PosteriorFamily.POINT,
                        prior(Arrays.copyOf(variances, dim)),
                        null,
                        ClosedForm.gaussian(List.of(Math.sqrt(rest))),
                        ModelCard.Output.MEAN));
    }

    /** N(0, diag variances). */
    private static PriorCard prior(double[] variances) {
        List<Float> mean = new ArrayList<>();
        List<Float> deviation = new ArrayList<>();
        for (double variance : variances) {
            mean.add(0f);
            deviation.add((float) Math.sqrt(variance));
        }
        return new PriorCard(PriorCard.Family.GAUSSIAN, mean, deviation);
    }
}
