package isthmus.estimate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images that follow one another in their data set. Immutable by agreement: nobody writes into the array. Any thread.
 *
 * @param first row in the data set
 * @param images which of the measured images they are, in the order of their rows
 */
public record Stretch(int first, int[] images) {
    /**
     * The longest stretches that images come in, in the order of the data set.
     *
     * @param index (count) each image's row in its data set
     */
    public static List<Stretch> of(int[] index) {
        int[] order = IntStream.range(0, index.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> index[i]))
                .mapToInt(i -> i)
                .toArray();
        List<Stretch> found = new ArrayList<>();
        for (int from = 0, to; from < order.length; from = to) {
            to = from + 1;
            while (to < order.length && index[order[to]] == index[order[to - 1]] + 1) {
                to++;
            }
            found.add(new Stretch(
                    index[order[from]],
                    IntStream.range(from, to).map(i -> order[i]).toArray()));
        }
        return found;
    }

    /** The last row in the data set. */
    public int last() {
        return first + images.length - 1;
    }
}
