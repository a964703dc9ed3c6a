package isthmus.evaluate;

import isthmus.estimate.ActiveUnits;
import isthmus.estimate.ElboEstimate;
import isthmus.estimate.ImportanceEstimate;
import isthmus.model.ModelCard.Figures;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * All measurements of a model by one evaluation. Any thread.
 *
 * @param importance null where it was not asked for
 * @param hasLikelihood whether reconstructions were scored
 * @param extra figures that only some models have, by name
 */
public record ModelMeasurement(
        ElboEstimate elbo, ImportanceEstimate importance, boolean hasLikelihood, Map<String, Double> extra) {
    /** As the card stores them. */
    public Figures figures(String data, String part, long seed) {
        boolean bound = elbo.elbo() != null;
        List<Double> kl = elbo.klByDimension() == null
                ? null
                : Arrays.stream(elbo.klByDimension()).boxed().toList();
        return new Figures(
                data,
                part,
                elbo.images(),
                seed,
                elbo.draws(),
                bound ? elbo.elbo().mean() : null,
                bound ? finite(elbo.elbo().error()) : null,
                hasLikelihood ? (Double) elbo.reconstruction().mean() : null,
                bound ? elbo.kl().mean() : null,
                importance == null ? null : importance.logLikelihood().mean(),
                importance == null ? null : finite(importance.logLikelihood().error()),
                importance == null ? null : importance.samples(),
                importance == null ? null : importance.images(),
                kl,
                elbo.active().count(),
                ActiveUnits.THRESHOLD,
                extra.isEmpty() ? null : extra);
    }

    /** Null for the error of a single image, which is unknown. */
    private static Double finite(double error) {
        return Double.isFinite(error) ? error : null;
    }
}
