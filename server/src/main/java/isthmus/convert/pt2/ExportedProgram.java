package isthmus.convert.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import isthmus.Failure;
import isthmus.convert.graph.Argument;
import isthmus.convert.graph.Constant;
import isthmus.convert.graph.Graph;
import isthmus.convert.graph.GraphBuilder;
import isthmus.convert.graph.Port;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Translates the graph of an exported program. One thread, one use. */
final class ExportedProgram {
    private static final Argument BOOL = Argument.of(11); // PyTorch's number of the type

    private final JsonNode graph;
    private final JsonNode signature;
    private final Function<String, Optional<Stored>> tensors;
    private final GraphBuilder builder = new GraphBuilder();
    private final Map<String, Argument> values = new HashMap<>();
    private final List<Port> inputs = new ArrayList<>();

    /** A parameter, buffer or constant. */
    record Stored(Constant constant, boolean truth) {}

    /** @param tensors what the file holds by a parameter's, buffer's or constant's name */
    ExportedProgram(JsonNode program, Function<String, Optional<Stored>> tensors) {
        this.graph = program.path("graph_module").path("graph");
        this.signature = program.path("graph_module").path("signature");
        this.tensors = tensors;
        if (graph.isMissingNode() || signature.isMissingNode()) {
            throw Failure.badInput("", "an exported program with a graph and its signature", "none");
        }
    }

    List<String> remarks() {
        return builder.remarks();
    }

    Graph graph() {
        signature.path("input_specs").forEach(this::input);
        graph.path("nodes").forEach(this::node);
        List<Port> outputs = new ArrayList<>();
        for (JsonNode spec : signature.path("output_specs")) {
            Union output = Union.of(spec);
            Union argument = Union.of(output.value().path("arg"));
            if (output.is("user_output") && argument.is("as_tensor")) {
                String name = argument.value().path("name").asText();
                if (!(value(name) instanceof Argument.Value value)) {
                    throw Failure.badInput("output '%s'".formatted(name), "a tensor", "a number");
                }
                outputs.add(new Port(name, value.name(), sides(name)));
            }
        }
        return builder.graph(inputs, outputs);
    }

    private void input(JsonNode spec) {
        Union input = Union.of(spec);
        switch (input.kind()) {
            case "user_input" -> {
                Union argument = Union.of(input.value().path("arg"));
                if (argument.is("as_tensor")) {
                    String name = argument.value().path("name").asText();
                    Argument.Value value = GraphBuilder.input(inputs.size());
                    values.put(name, value);
                    inputs.add(new Port(name, value.name(), sides(name)));
                }
            }
            case "parameter" -> stored(input.value(), "parameter_name");
            case "buffer" -> stored(input.value(), "buffer_name");
            case "tensor_constant" -> stored(input.value(), "tensor_constant_name");
            default -> {
                // Others, such as constant arguments, have no value in the graph.
            }
        }
    }

    private void stored(JsonNode spec, String field) {
        String name = spec.path(field).asText();
        tensors.apply(name).ifPresent(stored -> {
            Argument constant = builder.constant(stored.constant());
            String value = spec.path("arg").path("name").asText();
            values.put(value, stored.truth() ? builder.aten("to", constant, BOOL) : constant);
        });
    }

    /** Sides of a tensor as the file states them, −1 where they are free. */
    private int[] sides(String name) {
        JsonNode sizes = graph.path("tensor_values").path(name).path("sizes");
        if (sizes.isMissingNode()) {
            return null;
        }
        int[] sides = new int[sizes.size()];
        for (int i = 0; i < sides.length; i++) {
            sides[i] = Union.integer(sizes.get(i));
        }
        return sides;
    }

    private Argument value(String name) {
        Argument value = values.get(name);
        if (value == null) {
            throw Failure.badInput(
                    "'%s'".formatted(name), "a value that the file holds or an earlier node gives", "none");
        }
        return value;
    }

    private void node(JsonNode node) {
        List<String> results = new ArrayList<>();
        JsonNode outputs = node.path("outputs");
        outputs.forEach(output -> results(Union.of(output), results));
        if (results.isEmpty()) {
            return; // an assertion about sizes
        }
        String target = node.path("target").asText();
        String place = place(node, results);
        builder.at(place);
        String name = name(target);
        boolean inPlace = name.endsWith("_");
        Optional<AtenOperator> known = AtenOperators.named(name);
        if (known.isEmpty() && inPlace) {
            known = AtenOperators.named(name.substring(0, name.length() - 1));
        }
        AtenOperator operator = known.orElseThrow(
                () -> Failure.badInput(place, "an operator that is read here, listed in models/README.md", target)
                        .hint("export the network without it, or save encoder and decoder with torch.jit"));
        boolean single = outputs.size() == 1 && !Union.of(outputs.get(0)).is("as_tensors");
        Map<String, Argument> arguments = new LinkedHashMap<>();
        for (JsonNode input : node.path("inputs")) {
            argument(place, Union.of(input.path("arg")))
                    .ifPresent(one -> arguments.put(input.path("name").asText(), one));
        }
        AtenCall call = new AtenCall(target, arguments, results, single, values, builder);
        try {
            operator.translation().translate(call);
        } catch (IndexOutOfBoundsException e) {
            throw call.refused("as many arguments as the operator has", "others")
                    .causedBy(e);
        }
        if (inPlace) { // what was changed has the new value from here on
            Union changed = Union.of(node.path("inputs").path(0).path("arg"));
            values.put(changed.value().path("name").asText(), value(results.get(0)));
        }
    }

    private static void results(Union output, List<String> names) {
        switch (output.kind()) {
            case "as_tensors" ->
                output.value().forEach(one -> names.add(one.path("name").asText()));
            case "as_tensor" -> names.add(output.value().path("name").asText());
            case "as_sym_int", "as_sym_float", "as_sym_bool" ->
                names.add(output.value().path("as_name").asText());
            default -> names.add("");
        }
    }

    /** An operator's name without its overload; one of Python's own begins with a word for that. */
    private static String name(String target) {
        if (target.startsWith("_operator.")) {
            return "operator " + target.substring("_operator.".length());
        }
        String[] parts = target.split("\\.");
        if (!target.startsWith("torch.ops.aten.") || parts.length < 4) {
            return target;
        }
        // This overload is the one that gives its statistics instead of writing them.
        return parts[3].equals("_native_batch_norm_legit") && target.endsWith(".functional")
                ? "_native_batch_norm_legit_functional"
                : parts[3];
    }

    private static String place(JsonNode node, List<String> results) {
        String trace = node.path("metadata").path("stack_trace").asText("").strip();
        String given = "the node that gives '%s'".formatted(results.get(0));
        String last =
                trace.lines().filter(line -> line.strip().startsWith("File ")).reduce("", (a, b) -> b);
        return last.isEmpty() ? given : given + ", from " + last.strip();
    }

    /** Empty for what says only where or how numbers lie in memory. */
    private Optional<Argument> argument(String place, Union union) {
        JsonNode value = union.value();
        return switch (union.kind()) {
            case "as_none", "" -> Optional.of(Argument.none());
            case "as_tensor" -> Optional.of(value(value.path("name").asText()));
            case "as_int" -> Optional.of(Argument.of(Union.whole(value)));
            case "as_float" -> Optional.of(real(value));
            case "as_bool" -> Optional.of(Argument.of(value.asBoolean()));
            case "as_string" -> Optional.of(Argument.word(value.asText()));
            case "as_scalar_type" -> Optional.of(type(value.asInt()));
            case "as_sym_int", "as_sym_float", "as_sym_bool" -> Optional.of(symbol(value));
            case "as_tensors" -> several(value, one -> value(one.path("name").asText()));
            case "as_ints" -> several(value, one -> Argument.of(Union.whole(one)));
            case "as_floats" -> several(value, ExportedProgram::real);
            case "as_bools" -> several(value, one -> Argument.of(one.asBoolean()));
            case "as_sym_ints", "as_sym_floats" -> several(value, this::symbol);
            case "as_optional_tensor" -> argument(place, Union.of(value));
            case "as_optional_tensors" ->
                several(value, one -> argument(place, Union.of(one)).orElse(Argument.none()));
            case "as_memory_format", "as_layout", "as_device" -> Optional.empty();
            default -> throw Failure.badInput(place, "tensors, numbers and words as arguments", union.kind());
        };
    }

    private static Optional<Argument> several(JsonNode list, Function<JsonNode, Argument> each) {
        List<Argument> parts = new ArrayList<>();
        list.forEach(one -> parts.add(each.apply(one)));
        return Optional.of(new Argument.Several(parts));
    }

    private Argument symbol(JsonNode symbol) {
        Union union = Union.of(symbol);
        return switch (union.kind()) {
            case "as_int" -> Argument.of(Union.whole(union.value()));
            case "as_float" -> real(union.value());
            case "as_bool" -> Argument.of(union.value().asBoolean());
            default -> value(union.value().asText());
        };
    }

    private static Argument real(JsonNode number) {
        try { // infinities and what is no number are words
            return Argument.of(number.isTextual() ? Double.parseDouble(number.asText()) : number.asDouble());
        } catch (NumberFormatException e) {
            throw Failure.badInput("", "a number", number).causedBy(e);
        }
    }

    /** The schema counts PyTorch's types from one on; real ones are all float32 here. */
    private static Argument type(int schema) {
        return switch (schema) {
            case 6, 7, 8, 13 -> Argument.of(6);
            case 12 -> BOOL;
            default -> Argument.of(4);
        };
    }
}
