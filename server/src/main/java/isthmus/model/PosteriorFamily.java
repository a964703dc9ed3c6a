package isthmus.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import isthmus.Failure;
import isthmus.latent.CouplingFlow;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Posterior;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.RowArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The family of q(z|x), as a card names it, and how an encoder's outputs become it. Any thread. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are of List.of
public enum PosteriorFamily {
    /** Outputs (mu, logvar), each (count, dim). */
    @JsonProperty("diagonal")
    DIAGONAL("mu", "logvar"),
    /** Output mu, (count, dim). */
    @JsonProperty("point")
    POINT("mu"),
    /** Outputs mu, (count, dim), and L, (count, dim, dim), lower triangular: N(mu, L Lᵀ). */
    @JsonProperty("full")
    FULL("mu", "factor"),
    /** Outputs (count, K), (count, K, dim) and (count, K, dim) of a mixture of K diagonal Gaussians. */
    @JsonProperty("mixture")
    MIXTURE("logits", "means", "logvars"),
    /** Outputs mu and logvar, each (count, dim), and the weights (count, steps, width) of a {@link CouplingFlow}. */
    @JsonProperty("flow")
    FLOW("mu", "logvar", "couplings");

    private static final String BESIDE = "%s of (count%s)";

    private final List<String> outputs;

    PosteriorFamily(String... outputs) {
        this.outputs = List.of(outputs);
    }

    /** The names of the encoder's outputs, in their order. */
    public List<String> outputs() {
        return outputs;
    }

    /** Whether its posteriors have a density, without which there is no bound on log p(x). */
    public boolean hasDensity() {
        return this != POINT;
    }

    /** Whether an atlas holds factors of covariances beside means and variances. */
    public boolean hasCovariances() {
        return hasDensity() && this != DIAGONAL;
    }

    /** Whether a posterior is all that its mean and covariance say. */
    public boolean isNormal() {
        return this != MIXTURE && this != FLOW;
    }

    /** The family of an encoder that gives so many outputs. */
    public static PosteriorFamily ofOutputs(int count) {
        return count >= 2 ? DIAGONAL : POINT;
    }

    /** Numbers of a row of an output; empty where the output itself says how many. */
    public OptionalInt width(int output, int dim) {
        return switch (outputs.get(output)) {
            case "mu", "logvar" -> OptionalInt.of(dim);
            case "factor" -> OptionalInt.of(dim * dim);
            default -> OptionalInt.empty();
        };
    }

    /** What an encoder's outputs say; a Failure where they do not fit together. */
    public PosteriorBatch batch(int count, int dim, List<RowArray> outputs) {
        float[] first = outputs.get(0).values();
        return switch (this) {
            case POINT -> new PosteriorBatch(count, dim, first, null);
            case DIAGONAL ->
                new PosteriorBatch(count, dim, first, outputs.get(1).values());
            case FULL -> full(count, dim, outputs);
            case MIXTURE -> mixtures(count, dim, outputs);
            case FLOW -> flows(count, dim, outputs);
        };
    }

    private static PosteriorBatch full(int count, int dim, List<RowArray> outputs) {
        float[] factors = outputs.get(1).values();
        for (int i = 0; i < count * dim; i++) {
            float diagonal = factors[i / dim * dim * dim + i % dim * (dim + 1)];
            if (!(diagonal > 0)) {
                throw Failure.modelFailed("factor", "a positive diagonal", diagonal);
            }
        }
        return PosteriorBatch.full(count, dim, outputs.get(0).values(), factors);
    }

    private static PosteriorBatch mixtures(int count, int dim, List<RowArray> outputs) {
        RowArray logits = outputs.get(0);
        int components = logits.width();
        expect("means", List.of(components, dim), outputs.get(1));
        expect("logvars", List.of(components, dim), outputs.get(2));
        return all(count, dim, row -> {
            float[] means = outputs.get(1).row(row);
            float[] logvars = outputs.get(2).row(row);
            List<Gaussian> gaussians = IntStream.range(0, components)
                    .mapToObj(i -> new Gaussian(means, logvars, i, dim))
                    .toList();
            float[] logs = logits.row(row);
            double[] weights = new double[components];
            double most = IntStream.range(0, components)
                    .mapToDouble(i -> logs[i])
                    .max()
                    .orElseThrow();
            Arrays.setAll(weights, i -> Math.exp(logs[i] - most));
            return new Mixture(gaussians, weights);
        });
    }

    private static PosteriorBatch flows(int count, int dim, List<RowArray> outputs) {
        RowArray couplings = outputs.get(2);
        if (couplings.sides().length != 2) {
            throw Failure.modelFailed("couplings", BESIDE.formatted("couplings", ", steps, width"), sides(couplings));
        }
        int steps = couplings.sides()[0];
        try {
            int unused = CouplingFlow.unitsOf(couplings.sides()[1], dim);
        } catch (IllegalArgumentException e) {
            throw Failure.modelFailed("couplings", e.getMessage().replace("expected ", ""), sides(couplings));
        }
        return all(
                count,
                dim,
                row -> new CouplingFlow(outputs.get(0).row(row), outputs.get(1).row(row), couplings.row(row), steps));
    }

    private static PosteriorBatch all(int count, int dim, IntFunction<Posterior> make) {
        List<Posterior> all = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            all.add(make.apply(row));
        }
        return PosteriorBatch.of(all, dim);
    }

    private static void expect(String name, List<Integer> sides, RowArray found) {
        if (found.width() != sides.stream().reduce(1, (a, b) -> a * b)) {
            throw Failure.modelFailed(name, "rows of " + sides, sides(found));
        }
    }

    private static String sides(RowArray array) {
        return "rows of " + Arrays.toString(array.sides());
    }
}
