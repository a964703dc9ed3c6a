package isthmus.convert.pt2;

import isthmus.Failure;
import isthmus.convert.graph.Argument;
import isthmus.convert.graph.Argument.Value;
import isthmus.convert.graph.GraphBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node of an exported program while it is translated. One thread. */
final class AtenCall {
    private final String target;
    private final Map<String, Argument> arguments;
    private final List<String> results;
    private final boolean single;
    private final Map<String, Argument> values;
    private final GraphBuilder builder;

    /**
     * @param arguments by their names in the operator's schema, in its order
     * @param results names of what it gives; empty where a place is unused
     * @param single whether it gives one value rather than a list or a tuple
     * @param values what is known so far
     */
    AtenCall(
            String target,
            Map<String, Argument> arguments,
            List<String> results,
            boolean single,
            Map<String, Argument> values,
            GraphBuilder builder) {
        this.target = target;
        this.arguments = arguments;
        this.results = results;
        this.single = single;
        this.values = values;
        this.builder = builder;
    }

    Argument at(int index) {
        return positional().get(index);
    }

    List<Argument> positional() {
        return List.copyOf(arguments.values());
    }

    Optional<Argument> named(String name) {
        return Optional.ofNullable(arguments.get(name));
    }

    Argument named(String name, int index) {
        return named(name).orElseGet(() -> at(index));
    }

    /** The first by its place and the others by their names, for those with defaults may be left out in between. */
    List<Argument> arguments() {
        List<Argument> all = new ArrayList<>();
        arguments.forEach((name, argument) -> all.add(all.isEmpty() ? argument : Argument.named(name, argument)));
        return all;
    }

    Argument aten(String operator, Argument... parts) {
        return builder.aten(operator, parts);
    }

    void remark(String sentence) {
        builder.remark(sentence);
    }

    Failure refused(String expected, String found) {
        return Failure.badInput("%s (%s)".formatted(builder.place(), target), expected, found);
    }

    /** The results are those of one call. */
    void results(String operator, List<Argument> parts) {
        Argument[] given = parts.toArray(Argument[]::new);
        if (single) {
            result(0, builder.aten(operator, given));
            return;
        }
        List<Value> all = builder.several(results.size(), operator, given);
        for (int i = 0; i < all.size(); i++) {
            result(i, all.get(i));
        }
    }

    void result(int index, Argument argument) {
        values.put(results.get(index), argument);
    }

    /** The first result is this value as it is. */
    void same(Argument argument) {
        result(0, argument);
    }
}
