package isthmus.bench;

import java.util.Locale;

/**
 * One measured figure. Immutable; any thread.
 *
 * @param name with its unit
 * @param details figures behind it, in words; may be empty
 * @param threshold that it is held to, or null
 */
public record Figure(String name, double value, String details, Threshold threshold) {
    static Figure of(String name, double value, String details, Object... parts) {
        return new Figure(name, value, String.format(Locale.ROOT, details, parts), null);
    }

    Figure heldTo(Threshold limit) {
        return new Figure(name, value, details, limit);
    }
}
