package isthmus.bench;

import java.util.Locale;

/** The limits that figures are held to. Immutable; any thread. */
public enum Threshold {
    STREAMED(true, 0.85),
    HOVER_P50(false, 0.6),
    HOVER_P99(false, 10),
    REPORT_SECONDS(false, 1),
    REPORT_P50(false, 1.5),
    REPORT_P99(false, 10),
    MANY_P99(false, 1),
    MANY_UNANSWERED(false, 0),
    OVERLOAD_P50(false, 50),
    OVERLOAD_UNANSWERED(false, 0),
    OVERLOAD_HEAP(false, 128),
    OVERLOAD_NATIVE(false, 128),
    STALLED(false, 1.2),
    PROCESSOR(false, 0.15),
    START(false, 2),
    START_RESIDENT(false, 350),
    START_MANY(false, 2.5),
    START_MANY_RESIDENT(false, 400);

    private final boolean isMinimum; // else a maximum
    private final double usual;

    Threshold(boolean isMinimum, double usual) {
        this.isMinimum = isMinimum;
        this.usual = usual;
    }

    /** The limit unless an option sets another. */
    public double usual() {
        return usual;
    }

    public boolean met(double value, double limit) {
        return isMinimum ? value >= limit : value <= limit;
    }

    public String shown(double limit) {
        return (isMinimum ? "≥ " : "≤ ")
                + String.format(Locale.ROOT, "%.2f", limit).replaceAll("\\.?0+$", "");
    }
}
