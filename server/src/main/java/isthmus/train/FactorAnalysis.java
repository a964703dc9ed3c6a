package isthmus.train;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.latent.FactorModel;
import isthmus.latent.PrincipalComponents;
import isthmus.latent.SampleMoments;
import isthmus.model.ModelCard;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import org.ejml.simple.SimpleEVD;
import org.ejml.simple.SimpleMatrix;

/**
 * Factor analysis by expectation maximisation (Rubin and Thayer 1982), a step an epoch, from the principal components on:
 *
 * <pre>
 * E: p(z|x) = N(B (x − mean), Σ), and so E z zᵀ = Σ + B S Bᵀ over the training images, S their covariance
 * M: W = S Bᵀ (E z zᵀ)⁻¹, variances = max(diag(S − W B S), floor)
 * </pre>
 *
 * The recipe's sigma is the least deviation of a value: one that never varies would have none, and no image that differs
 * there any density. Each step raises the mean of log p(x), for the floor is a maximum within what is allowed. One thread.
 */
final class FactorAnalysis implements TrainingMethod {
    private final ClosedForm task;
    private final double floor; // of a variance

    FactorAnalysis(Recipe recipe, String text, DataSet trainPart, Path folder, int threads) {
        if (recipe.likelihood() == null || recipe.likelihood().family() != ModelCard.Family.GAUSSIAN) {
            throw Failure.badInput(
                    "likelihood", "gaussian, whose sigma is the least deviation of a value", recipe.likelihood());
        }
        task = ClosedForm.of(recipe, trainPart);
        floor = Math.pow(recipe.likelihood().sigma(), 2);
    }

    @Override
    public int images() {
        return task.train().count();
    }

    @Override
    public TrainedModel train(boolean resume, Listener listener) {
        SampleMoments moments = task.moments();
        SimpleMatrix s = SimpleMatrix.wrap(moments.covariance());
        FactorModel model = start(moments, s);
        for (int epoch = 0; epoch < task.recipe().epochs(); epoch++) {
            long start = System.nanoTime();
            model = step(model, s);
            task.tell(listener, epoch, start, model, moments);
        }
        return task.model(rotated(model), task.recipe().epochs(), ModelCard.Kind.FACTOR_ANALYSIS);
    }

    private FactorModel start(SampleMoments moments, SimpleMatrix s) {
        SimpleMatrix w = FactorModel.principal(
                        PrincipalComponents.of(moments), task.recipe().latent())
                .weights();
        return new FactorModel(moments.mean(), w, variances(s, w, w));
    }

    private FactorModel step(FactorModel model, SimpleMatrix s) {
        SimpleMatrix b = model.encoding();
        SimpleMatrix products = s.mult(b.transpose()); // S Bᵀ
        SimpleMatrix squares = model.covariance().plus(b.mult(products));
        SimpleMatrix w = squares.solve(products.transpose()).transpose();
        return new FactorModel(model.mean(), w, variances(s, w, products));
    }

    /** diag(S − W Pᵀ), no number below the floor. */
    private double[] variances(SimpleMatrix s, SimpleMatrix w, SimpleMatrix p) {
        double[] left = new double[s.getNumRows()];
        for (int d = 0; d < left.length; d++) {
            left[d] = Math.max(floor, s.get(d, d) - w.rows(d, d + 1).dot(p.rows(d, d + 1)));
        }
        return left;
    }

    /** The same model with its axes turned to the eigenvectors of Σ, the best known first: any turn is as likely. */
    private static FactorModel rotated(FactorModel model) {
        SimpleEVD<SimpleMatrix> axes = model.covariance().eig();
        int dim = axes.getNumberOfEigenvalues();
        Integer[] order = new Integer[dim];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> axes.getEigenvalue(i).getReal()));
        SimpleMatrix turned = new SimpleMatrix(model.mean().length, dim);
        for (int i = 0; i < dim; i++) {
            SimpleMatrix column = model.weights().mult(axes.getEigenVector(order[i]));
            turned.insertIntoThis(0, i, column.scale(column.elementSum() < 0 ? -1 : 1));
        }
        return new FactorModel(model.mean(), turned, model.variances());
    }
}
