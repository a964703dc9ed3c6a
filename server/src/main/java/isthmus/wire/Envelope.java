package isthmus.wire;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import isthmus.Failure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The fields that every request has, of which {@link Request} says what they mean, and the names of its question's own
 * fields, whose values are skipped. What is left out is null. Any thread.
 *
 * @param arrays of a binary frame
 */
record Envelope(
        Long id,
        Op op,
        String model,
        String version,
        String lane,
        List<FrameArrays.Entry> arrays,
        @JsonAnySetter Map<String, Void> others) {
    /** The names of the fields that are read here. */
    static final List<String> NAMES = List.of("id", "op", "model", "version", "lane", "arrays");

    private static final Pattern LANE = Pattern.compile("[A-Za-z]{1,32}");
    private static final Pattern VERSION = Pattern.compile("[0-9a-f]{16}");

    Envelope {
        check(id == null || (id >= 0 && id <= Request.MAX_ID), "id", "a whole number from 0 to " + Request.MAX_ID, id);
        check(lane == null || LANE.matcher(lane).matches(), "lane", "a word of 1 to 32 letters", lane);
        check(version == null || VERSION.matcher(version).matches(), "version", "16 hex digits", version);
        others = Objects.requireNonNullElse(others, Map.of());
    }

    private static void check(boolean holds, String field, String expected, Object found) {
        if (!holds) {
            throw Failure.badInput(field, expected, Printable.shown(found.toString()));
        }
    }

    /** Refuses fields that an operation's question does not have. */
    void checkFields(Op op) {
        for (String name : others.keySet()) {
            if (!op.fields().contains(name)) {
                throw Failure.badInput(
                        op.toString(), "no fields but " + String.join(", ", op.fields()), Printable.shown(name));
            }
        }
    }

    boolean isEmpty() {
        return Stream.of(id, op, model, version, lane, arrays).allMatch(Objects::isNull);
    }
}
