package isthmus.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The figures of one model, as they are held against those of others. Immutable by agreement: nobody writes into the maps.
 * Any thread.
 *
 * @param networks hash of what was measured
 * @param likelihood its family, and that images were drawn as 0 or 1 where they were
 * @param figures by name; what a model lacks is in {@code lacking}
 * @param estimators how a figure was made, where that differs from model to model
 * @param lacking why a figure is not there
 * @param classes shares of the draws by class, in per cent; empty where there is no classifier
 */
public record ComparedModel(
        String id,
        String networks,
        Setting setting,
        String likelihood,
        int dim,
        String posterior,
        String prior,
        Map<ComparedFigure, Value> figures,
        Map<ComparedFigure, String> estimators,
        Map<ComparedFigure, String> lacking,
        List<Double> classes) {

    /** What stands in the place of a likelihood where there is none, and so no figure in nats. */
    public static final String NO_LIKELIHOOD = "none";

    /** On what models are measured. Models of one setting, and one data set, have the same images. */
    public record Setting(String data, String part, int images, long seed) {}

    /** @param error its standard error; null where there is none */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Value(double value, Double error) {}

    public ComparedModel {
        figures = new TreeMap<>(figures);
        estimators = new TreeMap<>(estimators);
        lacking = new TreeMap<>(lacking);
        classes = List.copyOf(classes);
    }
}
