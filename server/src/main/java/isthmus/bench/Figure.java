package isthmus.bench;

import java.util.Locale;

/**
 * One thing that was measured. Immutable; any thread.
 *
 * @param what it is, with its unit
 * @param more what else tells of it, or nothing
 * @param bar that it is held to, or null
 */
public record Figure(String what, double value, String more, Threshold bar) {
    static Figure of(String what, double value, String more, Object... parts) {
        return new Figure(what, value, String.format(Locale.ROOT, more, parts), null);
    }

    Figure heldTo(Threshold other) {
        return new Figure(what, value, more, other);
    }
}
