package isthmus.columns;

import java.util.ArrayList;
import java.util.List;

/** The nearest of the rows that it is told of, nearest first, ties by row. One thread at a time. */
final class Nearest {
    private final long[] rows;
    private final double[] squares;
    private int found;

    /** @param most rows that are kept */
    Nearest(int most) {
        rows = new long[most];
        squares = new double[most];
    }

    /** A row of the atlas and its squared distance. */
    record Near(long row, double square) {}

    /** The squared distance from which on rows are too far. */
    double limit() {
        return found < squares.length ? Double.POSITIVE_INFINITY : squares[found - 1];
    }

    void add(long row, double square) {
        if (found == squares.length && !before(row, square, found - 1)) {
            return;
        }
        int place = found < squares.length ? found++ : found - 1;
        while (place > 0 && before(row, square, place - 1)) {
            rows[place] = rows[place - 1];
            squares[place] = squares[place - 1];
            place--;
        }
        rows[place] = row;
        squares[place] = square;
    }

    private boolean before(long row, double square, int place) {
        return square < squares[place] || (square == squares[place] && row < rows[place]);
    }

    /** Takes in what another one has. */
    Nearest add(Nearest other) {
        for (int i = 0; i < other.found; i++) {
            add(other.rows[i], other.squares[i]);
        }
        return this;
    }

    List<Near> all() {
        List<Near> all = new ArrayList<>(found);
        for (int i = 0; i < found; i++) {
            all.add(new Near(rows[i], squares[i]));
        }
        return all;
    }
}
