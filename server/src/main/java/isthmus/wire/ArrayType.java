package isthmus.wire;

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

    /** As it is written. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
