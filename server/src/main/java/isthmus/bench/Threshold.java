package isthmus.bench;

import java.util.Locale;

/** What a figure is held to. Any thread. */
public enum Threshold {
    STREAMED(true, 0.85),
    HOVER_P50(false, 1.5),
    HOVER_P99(false, 10),
    REPORT_SECONDS(false, 1),
    REPORT_P50(false, 1.5),
    REPORT_P99(false, 10),
    MANY_P99(false, 1),
    MANY_LEFT(false, 0),
    OVERLOAD_P50(false, 50),
    OVERLOAD_LEFT(false, 0),
    OVERLOAD_HEAP(false, 128),
    OVERLOAD_NATIVE(false, 128),
    STALLED(false, 1.2);

    private final boolean least; // rather than most
    private final double usual;

    Threshold(boolean least, double usual) {
        this.least = least;
        this.usual = usual;
    }

    /** The limit where nobody sets another. */
    public double usual() {
        return usual;
    }

    public boolean met(double value, double limit) {
        return least ? value >= limit : value <= limit;
    }

    public String shown(double limit) {
        return (least ? "≥ " : "≤ ") + String.format(Locale.ROOT, "%.2f", limit).replaceAll("\\.?0+$", "");
    }
}
