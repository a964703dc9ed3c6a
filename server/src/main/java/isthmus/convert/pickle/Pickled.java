package isthmus.convert.pickle;

import java.util.ArrayList;
import java.util.List;

/**
 * A dictionary, or an object as its pickle describes it: what would be called, and what would be put into the result. Not
 * for use as a key, for it may hold itself. One thread.
 */
final class Pickled {
    /** What would be called; null for a plain dictionary. */
    final Object callable;

    final List<?> arguments;
    final List<Object> items = new ArrayList<>(); // that are appended to it
    final List<Object> keys = new ArrayList<>();
    final List<Object> values = new ArrayList<>(); // one a key
    Object state; // that it would be given

    Pickled(Object callable, List<?> arguments) {
        this.callable = callable;
        this.arguments = arguments;
    }

    boolean calls(String module, String name) {
        return callable instanceof Global global && global.is(module, name);
    }

    /** Whether it is a dictionary or of a kind of one. */
    boolean isDictionary() {
        return callable == null || calls("collections", "OrderedDict") || calls("collections", "defaultdict");
    }

    /** The value of a key of a dictionary; null where there is none. */
    Object get(String key) {
        int index = keys.lastIndexOf(key); // compared by the key's equals, which is that of a String
        return index < 0 ? null : values.get(index);
    }

    /** What a module's attributes are; null for what is no module. */
    Pickled moduleState() {
        return state instanceof Pickled attributes && attributes.keys.contains("_modules") ? attributes : null;
    }
}
