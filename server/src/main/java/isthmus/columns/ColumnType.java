package isthmus.columns;

/** The numbers that a column holds, little-endian as NumPy calls them. Any thread. */
public enum ColumnType {
    U1("|u1", 0),
    F4("<f4", 2),
    F8("<f8", 3),
    I8("<i8", 3);

    private final String numpy;
    private final int shift; // of an index to bytes

    ColumnType(String numpy, int shift) {
        this.numpy = numpy;
        this.shift = shift;
    }

    /** NumPy's name. */
    String numpy() {
        return numpy;
    }

    int shift() {
        return shift;
    }
}
