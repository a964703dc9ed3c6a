package isthmus.convert.graph;

import isthmus.Failure;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * An input or output of a graph. Immutable by agreement; any thread.
 *
 * @param name as the author's program gives it
 * @param value whose number it is within the graph
 * @param sides −1 where one is free; null where not even their count is known
 */
public record Port(String name, String value, int[] sides) {
    public Port {
        if (sides != null) {
            try {
                Constant.shape(Arrays.stream(sides)
                        .filter(side -> side >= 0)
                        .asLongStream()
                        .toArray());
            } catch (Failure e) {
                throw e.at("'%s'".formatted(name));
            }
        }
    }

    /** How many numbers each row of a batch has, where that is known. */
    OptionalInt size() {
        if (sides == null || sides.length < 2 || Arrays.stream(sides).skip(1).anyMatch(side -> side < 0)) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Arrays.stream(sides).skip(1).reduce(1, (a, b) -> a * b));
    }

    int rank() {
        return sides == null ? -1 : sides.length;
    }

    /** The batch size, where the file fixes one. */
    OptionalInt batch() {
        return sides == null || sides.length < 2 || sides[0] < 1 ? OptionalInt.empty() : OptionalInt.of(sides[0]);
    }

    @Override
    public String toString() {
        if (sides == null) {
            return "'%s'".formatted(name);
        }
        StringBuilder text = new StringBuilder("'%s' (".formatted(name));
        for (int i = 0; i < sides.length; i++) {
            text.append(i == 0 ? "" : ", ").append(sides[i] >= 0 ? Integer.toString(sides[i]) : i == 0 ? "batch" : "?");
        }
        return text.append(')').toString();
    }
}
