package isthmus.convert.onnx;

import isthmus.Failure;
import isthmus.convert.graph.Argument;
import isthmus.convert.graph.Argument.Value;
import isthmus.convert.graph.Constant;
import isthmus.convert.graph.GraphBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node of ONNX while it is translated: its inputs and attributes, and the graph that grows. One thread. */
final class Call {
    /** What is known of the values so far. One thread. */
    static final class Values {
        private final GraphBuilder builder;
        private final Path folder;
        private final Map<String, Argument> arguments = new HashMap<>();
        private final Map<String, Constant> constants = new HashMap<>();
        /** Tensors whose shape a value is. */
        private final Map<String, Argument> shapes = new HashMap<>();

        /** @param folder of the model's file, beside which numbers may be */
        Values(GraphBuilder builder, Path folder) {
            this.builder = builder;
            this.folder = folder;
        }

        void put(String name, Argument argument) {
            arguments.put(name, argument);
        }

        void put(String name, Constant constant) {
            constants.put(name, constant);
        }

        void put(String name, OnnxTensor tensor) {
            Constant constant = tensor.constant(folder);
            put(name, constant);
            if (tensor.isTruth()) {
                put(name, builder.aten("to", builder.constant(constant), Types.BOOL));
            }
        }

        /** A value as a tensor. */
        Argument argument(String name) {
            Argument known = arguments.get(name);
            if (known == null) {
                Constant constant = constants.get(name);
                if (constant == null) {
                    throw Failure.badInput("'%s'".formatted(name), "a value that an earlier node gives", "none");
                }
                known = builder.constant(constant);
                arguments.put(name, known);
            }
            return known;
        }
    }

    private final OnnxNode node;
    private final int version;
    private final Values values;
    private final GraphBuilder builder;

    Call(OnnxNode node, int version, Values values, GraphBuilder builder) {
        this.node = node;
        this.version = version;
        this.values = values;
        this.builder = builder;
    }

    /** Of ONNX's operators. */
    int version() {
        return version;
    }

    int inputs() {
        return node.inputs().size();
    }

    int outputs() {
        return node.outputs().size();
    }

    boolean has(int input) {
        return input < inputs() && !node.inputs().get(input).isEmpty();
    }

    boolean has(String attribute) {
        return node.attributes().containsKey(attribute);
    }

    Failure refused(String expected, Object found) {
        return Failure.badInput("%s (%s)".formatted(node.place(), node.operator()), expected, found);
    }

    /** An input as a tensor. */
    Argument in(int input) {
        if (!has(input)) {
            throw refused("an input in place " + input, inputs() + " inputs");
        }
        return values.argument(node.inputs().get(input));
    }

    Argument inOrNone(int input) {
        return has(input) ? in(input) : Argument.none();
    }

    List<Argument> all() {
        List<Argument> all = new ArrayList<>();
        for (int i = 0; i < inputs(); i++) {
            all.add(in(i));
        }
        return all;
    }

    /** What the file states of an input, where it is a constant. */
    Optional<Constant> constant(int input) {
        return has(input)
                ? Optional.ofNullable(values.constants.get(node.inputs().get(input)))
                : Optional.empty();
    }

    /** A tensor, or a number where the file states one without sides. */
    Argument number(int input) {
        return constant(input)
                .filter(constant -> constant.shape().length == 0)
                .map(constant ->
                        constant.isInteger() ? Argument.of(constant.integers()[0]) : Argument.of(constant.floats()[0]))
                .orElseGet(() -> in(input));
    }

    /** Whole numbers that the file states, as an attribute or, in later versions, as an input. */
    Optional<long[]> integers(String attribute, int input) {
        return has(attribute) ? Optional.of(integers(attribute)) : integers(input);
    }

    Optional<long[]> integers(int input) {
        return constant(input).filter(Constant::isInteger).map(Constant::integers);
    }

    Optional<double[]> reals(int input) {
        return constant(input).filter(constant -> !constant.isInteger()).map(constant -> {
            double[] reals = new double[constant.size()];
            Arrays.setAll(reals, i -> constant.floats()[i]);
            return reals;
        });
    }

    long[] integers(String attribute, long... otherwise) {
        return has(attribute)
                ? node.attributes().get(attribute).integers().stream()
                        .mapToLong(Long::longValue)
                        .toArray()
                : otherwise;
    }

    double[] reals(String attribute) {
        return node.attributes().get(attribute).reals().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    long integer(String attribute, long otherwise) {
        return has(attribute) ? node.attributes().get(attribute).integer() : otherwise;
    }

    double real(String attribute, double otherwise) {
        return has(attribute) ? node.attributes().get(attribute).real() : otherwise;
    }

    String word(String attribute, String otherwise) {
        return has(attribute) ? node.attributes().get(attribute).text() : otherwise;
    }

    OnnxTensor tensor(String attribute) {
        return has(attribute) ? node.attributes().get(attribute).tensor() : null;
    }

    /** A list of whole numbers, whether the file states them or its nodes compute them. */
    Argument list(int input) {
        return integers(input).map(Argument::ints).orElseGet(() -> aten("tolist", in(input)));
    }

    /** A list of so many whole numbers, one by one. */
    List<Argument> list(int input, int count) {
        Optional<long[]> stated = integers(input);
        if (stated.isPresent()) {
            return Arrays.stream(stated.get()).mapToObj(Argument::of).toList();
        }
        Argument list = list(input);
        List<Argument> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(aten("getitem", list, Argument.of(i)));
        }
        return parts;
    }

    Value aten(String operator, Argument... arguments) {
        return builder.aten(operator, arguments);
    }

    List<Value> several(int results, String operator, Argument... arguments) {
        return builder.several(results, operator, arguments);
    }

    void remark(String sentence) {
        builder.remark(sentence);
    }

    void result(int output, Argument argument) {
        values.put(node.outputs().get(output), argument);
    }

    /** A constant, which nodes behind it can read. */
    void result(Constant constant) {
        values.put(node.outputs().get(0), constant);
    }

    void result(OnnxTensor tensor) {
        values.put(node.outputs().get(0), tensor);
    }

    /** Notes that the result is the shape of this tensor. */
    void shapeOf(Argument tensor) {
        values.shapes.put(node.outputs().get(0), tensor);
    }

    /** The tensor whose shape an input is, where that is known. */
    Optional<Argument> shaped(int input) {
        return Optional.ofNullable(values.shapes.get(node.inputs().get(input)));
    }

    /** An input is the result as it is. */
    void same() {
        String from = node.inputs().get(0);
        String to = node.outputs().get(0);
        constant(0).ifPresent(constant -> values.put(to, constant));
        if (values.arguments.containsKey(from) || constant(0).isEmpty()) {
            values.put(to, in(0));
        }
        shaped(0).ifPresent(tensor -> values.shapes.put(to, tensor));
    }
}
