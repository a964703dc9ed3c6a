package isthmus.convert.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What an operator is called with. Immutable; any thread. */
public sealed interface Argument {
    /** What a node, an input or a constant gives. */
    record Value(String name) implements Argument {}

    /** A number, a word or a truth value, as TorchScript writes it. */
    record Literal(String text) implements Argument {}

    record Several(List<Argument> parts) implements Argument {
        public Several {
            parts = List.copyOf(parts);
        }
    }

    /** An argument that is passed by its name in the operator's schema. */
    record Named(String keyword, Argument argument) implements Argument {}

    static Argument none() {
        return new Literal("None");
    }

    static Argument of(long number) {
        return new Literal(Long.toString(number));
    }

    static Argument of(double number) {
        return new Literal(
                Double.isNaN(number)
                        ? "nan"
                        : Double.isInfinite(number)
                                ? (number > 0 ? "inf" : "-inf")
                                : Double.toString(number).toLowerCase(Locale.ROOT));
    }

    static Argument of(boolean truth) {
        return new Literal(truth ? "True" : "False");
    }

    static Argument word(String text) {
        return new Literal(
                '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"');
    }

    static Argument list(Argument... parts) {
        return new Several(Arrays.asList(parts));
    }

    static Argument ints(long... numbers) {
        return new Several(LongStream.of(numbers).mapToObj(Argument::of).toList());
    }

    static Argument floats(double... numbers) {
        return new Several(DoubleStream.of(numbers).mapToObj(Argument::of).toList());
    }

    static Argument named(String keyword, Argument argument) {
        return new Named(keyword, argument);
    }

    /** Names of the values in it. */
    default Stream<String> values() {
        if (this instanceof Value value) {
            return Stream.of(value.name());
        } else if (this instanceof Several several) {
            return several.parts().stream().flatMap(Argument::values);
        } else if (this instanceof Named named) {
            return named.argument().values();
        }
        return Stream.of();
    }

    /** The same with some values replaced by others. */
    default Argument replaced(Map<String, Argument> others) {
        if (this instanceof Value value) {
            return others.getOrDefault(value.name(), this);
        } else if (this instanceof Several several) {
            return new Several(
                    several.parts().stream().map(part -> part.replaced(others)).toList());
        } else if (this instanceof Named named) {
            return new Named(named.keyword(), named.argument().replaced(others));
        }
        return this;
    }

    /** As TorchScript writes it. */
    default String text(Function<String, String> variables) {
        if (this instanceof Value value) {
            return variables.apply(value.name());
        } else if (this instanceof Several several) {
            return several.parts().isEmpty()
                    ? "annotate(List[int], [])"
                    : several.parts().stream()
                            .map(part -> part.text(variables))
                            .collect(Collectors.joining(", ", "[", "]"));
        } else if (this instanceof Named named) {
            return named.keyword() + "=" + named.argument().text(variables);
        }
        return ((Literal) this).text();
    }
}
