package isthmus.train;

import isthmus.data.DataSet;
import isthmus.latent.FactorModel;
import isthmus.latent.PrincipalComponents;
import isthmus.latent.SampleMoments;
import isthmus.model.ModelCard;
import java.nio.file.Path;

/**
 * Probabilistic principal component analysis (Tipping and Bishop 1999) at its maximum likelihood: W = U (Λ − σ² I)^½ of the
 * first eigenvectors and eigenvalues of the covariance, σ² the mean of the other eigenvalues. One thread.
 */
final class ProbabilisticPca implements TrainingMethod {
    private final ClosedForm task;

    ProbabilisticPca(Recipe recipe, String text, DataSet trainPart, Path folder, int threads) {
        task = ClosedForm.of(recipe, trainPart);
    }

    @Override
    public int images() {
        return task.train().count();
    }

    @Override
    public TrainedModel train(boolean resume, Listener listener) {
        long start = System.nanoTime();
        SampleMoments moments = task.moments();
        FactorModel model = FactorModel.principal(
                PrincipalComponents.of(moments), task.recipe().latent());
        task.tell(listener, 0, start, model, moments);
        return task.model(model, 1, ModelCard.Kind.PPCA);
    }
}
