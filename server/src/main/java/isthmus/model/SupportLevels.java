package isthmus.model;

import isthmus.Failure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Up to which difference from the images around, in grey levels, a decoded image counts as well supported by the data, and
 * up to which as not outside of them, as {@code evaluate --support} measured it. Any thread.
 */
public record SupportLevels(double well, double edge) {
    private static final String WELL = "support-well";
    private static final String EDGE = "support-edge";
    /** Figures of areas under the ROC curve: of all codes, midpoints, draws of the prior and of the box. */
    public static final List<String> AREAS =
            List.of("support-auc", "support-auc-midpoints", "support-auc-prior", "support-auc-box");

    public SupportLevels {
        if (!(well <= edge)) {
            throw Failure.badInput("figures.extra." + WELL, "at most " + EDGE + ", " + edge, well);
        }
    }

    /** As the card has them; null where they were not measured. */
    public static SupportLevels of(ModelCard card) {
        Map<String, Double> extra = card.figures() == null || card.figures().extra() == null
                ? Map.of()
                : card.figures().extra();
        Double well = extra.get(WELL);
        Double edge = extra.get(EDGE);
        return well == null || edge == null ? null : new SupportLevels(well, edge);
    }

    /** How opaque an image is on a map: wholly up to the edge, not at all as far beyond it as well supported lies within. */
    public double opacity(double difference) {
        double share = Math.max(0, Math.min(1, 1 - (difference - edge) / Math.max(edge - well, 1e-6)));
        return share * share * (3 - 2 * share);
    }

    /**
     * As extra figures of a card.
     *
     * @param codes of each kind by which the areas were measured
     * @param areas under the ROC curve: of all codes, midpoints, draws of the prior and of the box
     */
    public Map<String, Double> figures(int codes, double... areas) {
        Map<String, Double> figures = new TreeMap<>();
        figures.put("support-codes", (double) codes);
        figures.put(WELL, well);
        figures.put(EDGE, edge);
        for (int i = 0; i < areas.length; i++) {
            figures.put(AREAS.get(i), areas[i]);
        }
        return figures;
    }
}
