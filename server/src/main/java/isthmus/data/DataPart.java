package isthmus.data;

import isthmus.Failure;
import java.util.Locale;

/** The part of a data set that a command works on. Any thread. */
public enum DataPart {
    TRAIN,
    TEST,
    ALL;

    /** The part that a person or a card names, in any case. */
    public static DataPart named(String name) {
        for (DataPart part : values()) {
            if (part.toString().equals(name.toLowerCase(Locale.ROOT))) {
                return part;
            }
        }
        throw Failure.badInput("", "the part train, test or all", name);
    }

    /** As it is written in cards and on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
