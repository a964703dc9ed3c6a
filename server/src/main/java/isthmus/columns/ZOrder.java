package isthmus.columns;

/**
 * A curve through the cells of a square that visits each quarter of it, and each quarter of a quarter, in one stretch
 * (Morton's): points in the order of their keys have every tile's points side by side. Any thread.
 *
 * @param left lower left corner of the square
 * @param side of the square
 */
record ZOrder(double left, double bottom, double side) {
    /** Halvings of the side. */
    static final int BITS = 19;

    private static final int LAST = (1 << BITS) - 1;

    /** The square around a rectangle. */
    static ZOrder around(double left, double bottom, double right, double top) {
        double side = Math.max(right - left, top - bottom) * (1 + 1e-6); // so that the last point is within
        return new ZOrder(left, bottom, side > 0 ? side : 1);
    }

    /** Which cell along an axis. */
    private int cell(double offset) {
        int cell = (int) (offset / side * (1 << BITS));
        return Math.max(0, Math.min(LAST, cell));
    }

    long key(float x, float y) {
        return spread(cell(x - left)) | spread(cell(y - bottom)) << 1;
    }

    /** The first key of a tile; that of the next one is larger by {@link #keys}. */
    static long first(int level, int x, int y) {
        return (spread(x) | spread(y) << 1) << (2 * (BITS - level));
    }

    /** How many keys a tile has. */
    static long keys(int level) {
        return 1L << (2 * (BITS - level));
    }

    /** The place, row by row, of the cell that the curve comes to as one of 4^bits of a tile. */
    static int cell(int along, int bits) {
        int cell = 0;
        for (int bit = 0; bit < bits; bit++) {
            cell |= (along >>> (2 * bit) & 1) << bit | (along >>> (2 * bit + 1) & 1) << (bits + bit);
        }
        return cell;
    }

    /** Side of a tile. */
    double side(int level) {
        return side / (1L << level);
    }

    /** Puts a zero between each two bits. */
    private static long spread(long bits) {
        long b = bits & 0xFFFFFFFFL;
        b = (b | b << 16) & 0x0000FFFF0000FFFFL;
        b = (b | b << 8) & 0x00FF00FF00FF00FFL;
        b = (b | b << 4) & 0x0F0F0F0F0F0F0F0FL;
        b = (b | b << 2) & 0x3333333333333333L;
        return (b | b << 1) & 0x5555555555555555L;
    }
}
