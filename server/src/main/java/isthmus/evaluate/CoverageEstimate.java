package isthmus.evaluate;

import isthmus.estimate.MeanEstimate;
import isthmus.report.Coverage;
import java.util.List;
import java.util.Map;

/**
 * Coverage over images, of those whose importance weights can be trusted. Any thread.
 *
 * @param images that were tried
 * @param counted of them, that can be trusted
 * @param inner see {@link Coverage}; null where none can be trusted
 * @param outer likewise
 */
public record CoverageEstimate(int images, int counted, MeanEstimate inner, MeanEstimate outer) {
    static CoverageEstimate of(List<Coverage> all) {
        List<Coverage> trusted =
                all.stream().filter(each -> each.evidence().trusted()).toList();
        boolean any = !trusted.isEmpty();
        return new CoverageEstimate(
                all.size(),
                trusted.size(),
                any
                        ? MeanEstimate.of(
                                trusted.stream().mapToDouble(Coverage::inner).toArray())
                        : null,
                any
                        ? MeanEstimate.of(
                                trusted.stream().mapToDouble(Coverage::outer).toArray())
                        : null);
    }

    /** As a card's extra figures. */
    public Map<String, Double> figures() {
        return counted == 0
                ? Map.of("coverage-images", 0.0)
                : Map.of(
                        "coverage-39", inner.mean(),
                        "coverage-86", outer.mean(),
                        "coverage-images", (double) counted);
    }
}
