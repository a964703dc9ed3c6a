package isthmus.convert.graph;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One call of an operator. Immutable; any thread.
 *
 * @param operator its name in PyTorch's aten; or {@code getitem}, {@code tolist}, {@code int}, {@code optionals}, and what
 *     begins with {@code prim::}
 * @param results names of what it gives; several are the parts of a list or a tuple
 * @param place where it stands in the author's file, for people
 */
public record Node(String operator, List<Argument> arguments, List<String> results, String place) {
    private static final Set<String> RANDOM =
            Set.of("randn_like", "randn", "rand_like", "rand", "normal", "normal_functional", "bernoulli");
    /** These look at a tensor's shape alone. */
    private static final Set<String> SHAPES = Set.of(
            "randn_like", "rand_like", "size", "dim", "numel", "zeros_like", "ones_like", "empty_like", "full_like");

    public Node {
        arguments = List.copyOf(arguments);
        results = List.copyOf(results);
    }

    public boolean isRandom() {
        return RANDOM.contains(operator);
    }

    /** The values whose numbers decide what it gives, rather than their shapes. */
    public Stream<String> data() {
        return SHAPES.contains(operator) ? Stream.of() : values();
    }

    public Stream<String> values() {
        return arguments.stream().flatMap(Argument::values);
    }

    Node replaced(Map<String, Argument> others) {
        return new Node(
                operator,
                arguments.stream().map(argument -> argument.replaced(others)).toList(),
                results,
                place);
    }

    /** The call as TorchScript writes it. */
    String text(Function<String, String> variables) {
        List<String> texts =
                arguments.stream().map(argument -> argument.text(variables)).toList();
        String all = String.join(", ", texts);
        return switch (operator) {
            case "getitem" -> texts.get(0) + "[" + texts.get(1) + "]";
            case "tolist" -> "annotate(List[int], " + texts.get(0) + ".tolist())";
            case "int" -> "int(" + all + ")";
            case "optionals" -> "annotate(List[Optional[Tensor]], " + all + ")";
            default ->
                (operator.startsWith("prim::") ? "ops.prim." + operator.substring(6) : "torch." + operator)
                        + texts.stream().collect(Collectors.joining(", ", "(", ")"));
        };
    }
}
