package isthmus.wire;

import isthmus.Failure;
import java.util.Locale;

/** What the numbers of an array in a binary frame are, called as NumPy calls them. Any thread. */
public enum ArrayType {
    U1(1),
    I4(4),
    F4(4),
    F8(8);

    private final int bytes;

    ArrayType(int bytes) {
        this.bytes = bytes;
    }

    /** Of one number. */
    public int bytes() {
        return bytes;
    }

    static ArrayType named(String name) {
        for (ArrayType type : values()) {
            if (type.toString().equals(name)) {
                return type;
            }
        }
        throw Failure.badInput("type: expected u1, i4, f4 or f8, found " + Printable.shown(name));
    }

    /** As it is written. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
