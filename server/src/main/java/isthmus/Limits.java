package isthmus;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The value of every limit. Immutable; any thread.
 *
 * @param values in the order of {@link Limit}; those that are not given are the defaults
 */
public record Limits(Map<Limit, Long> values) {
    public Limits {
        Map<Limit, Long> all = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            long value = values.getOrDefault(limit, limit.initial());
            if (value < limit.least() || value > limit.most()) {
                throw Failure.badInput(limit.option(), limit.least() + " to " + limit.most(), value);
            }
            all.put(limit, value);
        }
        values = Collections.unmodifiableMap(all);
    }

    public static Limits defaults() {
        return new Limits(Map.of());
    }

    /** The same limits but for one. */
    public Limits with(Limit limit, long value) {
        Map<Limit, Long> changed = new EnumMap<>(values);
        changed.put(limit, value);
        return new Limits(changed);
    }

    /** A limit that an int can hold, whatever it is set to. */
    public int get(Limit limit) {
        if (limit.most() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(limit + " may be more than an int holds");
        }
        return values.get(limit).intValue();
    }

    public long getLong(Limit limit) {
        return values.get(limit);
    }
}
