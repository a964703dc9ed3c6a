package isthmus.convert.onnx;

// Long because it has a line or more for each operator, and a table is easier to read whole.

import isthmus.convert.Array;
import isthmus.convert.Functions;
import isthmus.convert.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Networks of one operator of ONNX, with what each computes in plain Java. */
final class OnnxCases {
    /**
     * A network from {@code x} to {@code y}.
     *
     * @param operator the row that it exercises
     * @param graph its nodes and constants
     */
    record Case(
            String operator, Array x, Consumer<OnnxBuilder> graph, UnaryOperator<Array> expected, double tolerance) {
        @Override
        public String toString() {
            return operator;
        }
    }

    static final List<Case> ALL = new ArrayList<>();

    private static final Array SIGNED = Array.uniform(1, -2, 2, 2, 3, 4);
    private static final Array POSITIVE = Array.uniform(2, 0.1, 0.9, 2, 3, 4);
    private static final Array IMAGE = Array.uniform(3, -1, 1, 2, 4, 7, 6);
    private static final Array MATRIX = Array.uniform(4, -1, 1, 3, 4);
    private static final Array OTHER = Array.uniform(5, -2, 2, 3, 4);
    private static final Array POINTS = Array.uniform(6, -1, 1, 2, 5000);
    private static final int[] ONES = {1, 1};

    static {
        elementwise();
        layers();
        convolutions();
        shapes();
        selections();
        reductions();
        resizing();
        randomness();
    }

    private OnnxCases() {}

    private static void add(String operator, Array x, Consumer<OnnxBuilder> graph, UnaryOperator<Array> expected) {
        ALL.add(new Case(operator, x, graph, expected, 1e-5));
    }

    /** One node from x to y. */
    private static void one(String operator, Array x, UnaryOperator<Array> expected, Object... attributes) {
        add(operator, x, graph -> graph.node(operator, "x", "y", attributes), expected);
    }

    private static void each(String operator, DoubleUnaryOperator expected, Object... attributes) {
        one(operator, SIGNED, x -> x.map(expected), attributes);
    }

    private static void positive(String operator, DoubleUnaryOperator expected) {
        one(operator, POSITIVE, x -> x.map(expected));
    }

    /** Of x and a constant that stands for all rows; a truth value becomes 1 or 0. */
    private static void pair(String operator, DoubleBinaryOperator expected) {
        add(
                operator,
                SIGNED,
                graph -> graph.constant("c", OTHER).node(operator, "x c", "y"),
                x -> x.with(OTHER, expected));
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }

    private static void elementwise() {
        each("Abs", Math::abs);
        positive("Acos", Math::acos);
        positive("Asin", Math::asin);
        each("Atan", Math::atan);
        each("Ceil", Math::ceil);
        each("Cos", Math::cos);
        each("Cosh", Math::cosh);
        each("Erf", Functions::erf);
        each("Exp", Math::exp);
        each("Floor", Math::floor);
        each("HardSwish", v -> v * Math.max(0, Math.min(1, v / 6 + 0.5)));
        positive("Log", Math::log);
        each("Mish", v -> v * Math.tanh(Functions.softplus(v)));
        each("Neg", v -> -v);
        positive("Reciprocal", v -> 1 / v);
        each("Relu", v -> Math.max(0, v));
        each("Round", Math::rint);
        each("Sigmoid", Functions::sigmoid);
        each("Sign", Math::signum);
        each("Sin", Math::sin);
        each("Sinh", Math::sinh);
        positive("Sqrt", Math::sqrt);
        positive("Tan", Math::tan);
        each("Tanh", Math::tanh);
        each("Softplus", Functions::softplus);
        each("Softsign", v -> v / (1 + Math.abs(v)));
        each("LeakyRelu", v -> v < 0 ? 0.3 * v : v, "alpha", 0.3);
        each("LeakyRelu", v -> v < 0 ? 0.01 * v : v);
        each("Elu", v -> v < 0 ? 1.5 * Math.expm1(v) : v, "alpha", 1.5);
        each("Selu", v -> 1.0507010221481323 * (v < 0 ? 1.6732631921768188 * Math.expm1(v) : v));
        each("Celu", v -> v < 0 ? 2 * Math.expm1(v / 2) : v, "alpha", 2.0);
        each("Gelu", v -> v / 2 * (1 + Functions.erf(v / Math.sqrt(2))));
        each(
                "Gelu",
                v -> v / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v))),
                "approximate",
                "tanh");
        each("HardSigmoid", v -> Math.max(0, Math.min(1, 0.3 * v + 0.4)), "alpha", 0.3, "beta", 0.4);
        each("HardSigmoid", v -> Math.max(0, Math.min(1, 0.2 * v + 0.5)));
        each("Swish", v -> v * Functions.sigmoid(v));
        each("Swish", v -> v * Functions.sigmoid(2 * v), "alpha", 2.0);
        each("ThresholdedRelu", v -> v > 0.5 ? v : 0, "alpha", 0.5);
        pair("Add", (a, b) -> a + b);
        pair("Sub", (a, b) -> a - b);
        pair("Mul", (a, b) -> a * b);
        pair("Div", (a, b) -> a / b);
        pair("Max", Math::max);
        pair("Min", Math::min);
        pair("Sum", (a, b) -> a + b);
        pair("Mean", (a, b) -> (a + b) / 2);
        pair("Equal", (a, b) -> truth(a == b));
        pair("Greater", (a, b) -> truth(a > b));
        pair("GreaterOrEqual", (a, b) -> truth(a >= b));
        pair("Less", (a, b) -> truth(a < b));
        pair("LessOrEqual", (a, b) -> truth(a <= b));
        pair("Mod", (a, b) -> a - b * Math.floor(a / b));
        add(
                "Mod",
                SIGNED,
                graph -> graph.constant("c", OTHER).node("Mod", "x c", "y", "fmod", 1),
                x -> x.with(OTHER, (a, b) -> a % b));
        add(
                "Pow",
                POSITIVE,
                graph -> graph.constant("c", Array.of(new int[0], 2.5)).node("Pow", "x c", "y"),
                x -> x.map(v -> Math.pow(v, 2.5)));
        add(
                "Div",
                SIGNED,
                graph -> graph.node("Cast", "x", "i", "to", OnnxBuilder.INT64)
                        .integers("ten", 10)
                        .integers("four", 4)
                        .node("Mul", "i ten", "t")
                        .node("Div", "t four", "y"),
                x -> x.map(v -> ((long) v) * 10 / 4));
        truths("And", (a, b) -> a != 0 && b != 0 ? 1 : 0);
        truths("Or", (a, b) -> a != 0 || b != 0 ? 1 : 0);
        truths("Xor", (a, b) -> a != b ? 1 : 0);
        add(
                "Not",
                SIGNED,
                graph -> graph.constant("c", OTHER).node("Less", "x c", "l").node("Not", "l", "y"),
                x -> x.with(OTHER, (a, b) -> truth(a >= b)));
        add(
                "Where",
                SIGNED,
                graph -> graph.constant("c", OTHER).node("Less", "x c", "l").node("Where", "l x c", "y"),
                x -> x.with(OTHER, Math::min));
        add(
                "PRelu",
                IMAGE,
                graph -> graph.constant("s", Array.of(new int[] {4, 1, 1}, 0.1, 0.2, 0.3, 0.4))
                        .node("PRelu", "x s", "y"),
                x -> Array.fill(x.shape(), p -> x.at(p) * (x.at(p) < 0 ? 0.1 * (p[1] + 1) : 1)));
        add(
                "Clip",
                SIGNED,
                graph -> graph.constant("low", Array.of(new int[0], -0.5))
                        .constant("high", Array.of(new int[0], 1.25))
                        .node("Clip", "x low high", "y"),
                x -> x.map(v -> Math.max(-0.5, Math.min(1.25, v))));
        add(
                "Clip",
                SIGNED,
                graph -> graph.version(6).node("Clip", "x", "y", "min", -0.5, "max", 1.25),
                x -> x.map(v -> Math.max(-0.5, Math.min(1.25, v))));
        add(
                "Clip",
                SIGNED,
                graph -> graph.constant("high", Array.of(new int[0], 1.25)).node("Clip", "x - high", "y"),
                x -> x.map(v -> Math.min(1.25, v)));
    }

    /** Of whether x is positive, and whether it is less than the constant. */
    private static void truths(String operator, DoubleBinaryOperator expected) {
        add(
                operator,
                SIGNED,
                graph -> graph.constant("c", OTHER)
                        .constant("zero", Array.of(new int[0], 0))
                        .node("Greater", "x zero", "p")
                        .node("Less", "x c", "l")
                        .node(operator, "p l", "y"),
                x -> x.with(OTHER, (a, b) -> expected.applyAsDouble(truth(a > 0), truth(a < b))));
    }

    private static void layers() {
        Array w = Array.uniform(7, -1, 1, 4, 5);
        Array b = Array.uniform(8, -1, 1, 5);
        Array turned = w.permuted(1, 0);
        add("MatMul", MATRIX, graph -> graph.constant("w", w).node("MatMul", "x w", "y"), x -> x.times(w));
        add(
                "Gemm",
                MATRIX,
                graph -> graph.constant("w", turned).constant("b", b).node("Gemm", "x w b", "y", "transB", 1),
                x -> x.times(w).with(b, Double::sum));
        add(
                "Gemm",
                MATRIX,
                graph -> graph.constant("w", w).constant("b", b).node("Gemm", "x w b", "y", "alpha", 0.5, "beta", 2.0),
                x -> x.times(w).map(v -> v / 2).with(b, (a, c) -> a + 2 * c));
        add(
                "Gemm",
                MATRIX,
                graph -> graph.constant("w", Array.uniform(9, -1, 1, 3, 5)).node("Gemm", "x w", "y", "transA", 1),
                x -> x.permuted(1, 0).times(Array.uniform(9, -1, 1, 3, 5)));
        add(
                "Einsum",
                MATRIX,
                graph -> graph.constant("w", turned).node("Einsum", "x w", "y", "equation", "ik,jk->ij"),
                x -> x.times(w));
        Array scale = Array.uniform(10, 0.5, 2, 4);
        Array shift = Array.uniform(11, -1, 1, 4);
        Array mean = Array.uniform(12, -1, 1, 4);
        Array variance = Array.uniform(13, 0.5, 2, 4);
        for (int training = 0; training < 2; training++) {
            Object[] attributes = {"epsilon", 1e-3, "training_mode", training};
            add(
                    "BatchNormalization",
                    IMAGE,
                    graph -> graph.constant("w", scale)
                            .constant("b", shift)
                            .constant("m", mean)
                            .constant("v", variance)
                            .node("BatchNormalization", "x w b m v", "y", attributes),
                    x -> Array.fill(
                            x.shape(),
                            p -> (x.at(p) - mean.at(p[1])) / Math.sqrt(variance.at(p[1]) + 1e-3) * scale.at(p[1])
                                    + shift.at(p[1])));
        }
        add(
                "InstanceNormalization",
                IMAGE,
                graph -> graph.constant("w", scale).constant("b", shift).node("InstanceNormalization", "x w b", "y"),
                x -> affine(x.normalised(4, 1e-5), scale, shift));
        add(
                "GroupNormalization",
                IMAGE,
                graph -> graph.version(21)
                        .constant("w", scale)
                        .constant("b", shift)
                        .node("GroupNormalization", "x w b", "y", "num_groups", 2, "epsilon", 1e-3),
                x -> affine(x.normalised(2, 1e-3), scale, shift));
        add(
                "GroupNormalization",
                IMAGE,
                graph -> graph.version(18)
                        .constant("w", Array.of(new int[] {2}, 3, 5))
                        .constant("b", Array.of(new int[] {2}, 7, 11))
                        .node("GroupNormalization", "x w b", "y", "num_groups", 2),
                x -> affine(
                        x.normalised(2, 1e-5),
                        Array.of(new int[] {4}, 3, 3, 5, 5),
                        Array.of(new int[] {4}, 7, 7, 11, 11)));
        add(
                "LayerNormalization",
                MATRIX,
                graph -> graph.constant("w", scale).constant("b", shift).node("LayerNormalization", "x w b", "y"),
                x -> x.normalised(1, 1e-5).with(scale, (a, c) -> a * c).with(shift, Double::sum));
        add(
                "RMSNormalization",
                MATRIX,
                graph -> graph.version(23).constant("w", scale).node("RMSNormalization", "x w", "y"),
                x -> x.with(x.map(v -> v * v / 4).sum(1), (a, s) -> a / Math.sqrt(s + 1e-5))
                        .with(scale, (a, c) -> a * c));
        one(
                "LpNormalization",
                MATRIX,
                x -> x.with(x.map(v -> v * v).sum(1), (a, s) -> a / Math.sqrt(s)),
                "axis",
                1,
                "p",
                2);
        one("Dropout", SIGNED, x -> x);
    }

    private static Array affine(Array x, Array scale, Array shift) {
        return Array.fill(x.shape(), p -> x.at(p) * scale.at(p[1]) + shift.at(p[1]));
    }

    private static long[] longs(int... numbers) {
        return IntStream.of(numbers).asLongStream().toArray();
    }

    private static void convolutions() {
        Array w = Array.uniform(20, -1, 1, 6, 2, 3, 2);
        Array b = Array.uniform(21, -1, 1, 6);
        int[] strides = {2, 1};
        for (int[] pads : new int[][] {{1, 2, 1, 2}, {0, 1, 2, 1}, {0, 0, 0, 0}}) {
            add(
                    "Conv",
                    IMAGE,
                    graph -> graph.constant("w", w)
                            .constant("b", b)
                            .node(
                                    "Conv",
                                    "x w b",
                                    "y",
                                    "strides",
                                    longs(strides),
                                    "pads",
                                    longs(pads),
                                    "dilations",
                                    new long[] {1, 2},
                                    "group",
                                    2),
                    x -> Windows.convolution(x, w, b, strides, pads, new int[] {1, 2}, 2));
        }
        Array single = Array.uniform(22, -1, 1, 3, 4, 3, 3);
        Array none = Array.of(new int[] {3}, 0, 0, 0);
        // Sides of 7 and 6 in steps of 2 want 2 and 1 more.
        int[][] same = {{1, 0, 1, 1}, {1, 1, 1, 0}};
        for (int i = 0; i < 2; i++) {
            int[] pads = same[i];
            String auto = i == 0 ? "SAME_UPPER" : "SAME_LOWER";
            add(
                    "Conv",
                    IMAGE,
                    graph -> graph.constant("w", single)
                            .node("Conv", "x w", "y", "auto_pad", auto, "strides", new long[] {2, 2}),
                    x -> Windows.convolution(x, single, none, new int[] {2, 2}, pads, ONES, 1));
        }
        add(
                "Conv",
                IMAGE,
                graph -> graph.constant("w", w).node("Conv", "x w", "y", "auto_pad", "SAME_LOWER", "group", 2),
                x -> Windows.convolution(
                        x, w, Array.of(new int[] {6}, new double[6]), ONES, new int[] {1, 1, 1, 0}, ONES, 2));
        Array line = Array.uniform(23, -1, 1, 2, 4, 9);
        Array lineWeights = Array.uniform(24, -1, 1, 3, 4, 3);
        add(
                "Conv",
                line,
                graph -> graph.constant("w", lineWeights)
                        .node("Conv", "x w", "y", "strides", new long[] {2}, "pads", new long[] {1, 1}),
                x -> flat(Windows.convolution(
                        x.shaped(2, 4, 1, 9),
                        lineWeights.shaped(3, 4, 1, 3),
                        none,
                        new int[] {1, 2},
                        new int[] {0, 1, 0, 1},
                        ONES,
                        1)));
        Array up = Array.uniform(25, -1, 1, 4, 3, 3, 2);
        Array upBias = Array.uniform(26, -1, 1, 6);
        for (int[] pads : new int[][] {{1, 0, 1, 0}, {0, 1, 2, 0}}) {
            add(
                    "ConvTranspose",
                    IMAGE,
                    graph -> graph.constant("w", up)
                            .constant("b", upBias)
                            .node(
                                    "ConvTranspose",
                                    "x w b",
                                    "y",
                                    "strides",
                                    new long[] {2, 3},
                                    "pads",
                                    longs(pads),
                                    "output_padding",
                                    new long[] {1, 2},
                                    "dilations",
                                    new long[] {2, 1},
                                    "group",
                                    2),
                    x -> Windows.transposed(
                            x, up, upBias, new int[] {2, 3}, pads, new int[] {1, 2}, new int[] {2, 1}, 2));
        }
        Array plain = Array.uniform(27, -1, 1, 4, 3, 3, 3);
        int[] twice = {2, 2};
        int[] zero = {0, 0};
        for (String auto : List.of("SAME_UPPER", "SAME_LOWER")) {
            int[] pads = auto.equals("SAME_UPPER") ? new int[] {0, 0, 1, 1} : new int[] {1, 1, 0, 0};
            add(
                    "ConvTranspose",
                    IMAGE,
                    graph -> graph.constant("w", plain)
                            .node("ConvTranspose", "x w", "y", "strides", longs(twice), "auto_pad", auto),
                    x -> Windows.transposed(x, plain, none, twice, pads, zero, ONES, 1));
            add(
                    "ConvTranspose",
                    IMAGE,
                    graph -> graph.constant("w", plain)
                            .node(
                                    "ConvTranspose",
                                    "x w",
                                    "y",
                                    "strides",
                                    longs(twice),
                                    "auto_pad",
                                    auto,
                                    "output_shape",
                                    new long[] {14, 12}),
                    x -> Windows.transposed(x, plain, none, twice, pads, zero, ONES, 1));
        }
        Array lineUp = Array.uniform(28, -1, 1, 4, 3, 4);
        add(
                "ConvTranspose",
                line,
                graph -> graph.constant("w", lineUp)
                        .node("ConvTranspose", "x w", "y", "strides", new long[] {2}, "pads", new long[] {1, 1}),
                x -> flat(Windows.transposed(
                        x.shaped(2, 4, 1, 9),
                        lineUp.shaped(4, 3, 1, 4),
                        none,
                        new int[] {1, 2},
                        new int[] {0, 1, 0, 1},
                        zero,
                        ONES,
                        1)));
        pools();
    }

    private static Array flat(Array image) {
        return image.shaped(image.shape()[0], image.shape()[1], image.shape()[3]);
    }

    private static void pools() {
        for (int[] pads : new int[][] {{1, 0, 1, 0}, {0, 1, 1, 0}}) {
            one(
                    "MaxPool",
                    IMAGE,
                    x -> Windows.pool(x, new int[] {3, 2}, new int[] {2, 1}, pads, false, false),
                    "kernel_shape",
                    new long[] {3, 2},
                    "strides",
                    new long[] {2, 1},
                    "pads",
                    longs(pads));
            for (int counted = 0; counted < 2; counted++) {
                boolean all = counted == 1;
                one(
                        "AveragePool",
                        IMAGE,
                        x -> Windows.pool(x, new int[] {3, 2}, new int[] {2, 1}, pads, true, all),
                        "kernel_shape",
                        new long[] {3, 2},
                        "strides",
                        new long[] {2, 1},
                        "pads",
                        longs(pads),
                        "count_include_pad",
                        counted);
            }
        }
        one("GlobalAveragePool", IMAGE, x -> x.sum(2).sum(3).map(v -> v / 42));
        one("GlobalMaxPool", IMAGE, x -> x.reduced(2, -9, Math::max).reduced(3, -9, Math::max));
    }

    private static void shapes() {
        add("Reshape", SIGNED, graph -> graph.integers("s", 0, -1).node("Reshape", "x s", "y"), x -> x.shaped(2, 12));
        one("Reshape", SIGNED, x -> x.shaped(4, 6), "shape", new long[] {4, 6});
        one("Flatten", SIGNED, x -> x.shaped(2, 12));
        one("Flatten", SIGNED, x -> x.shaped(6, 4), "axis", 2);
        one("Flatten", SIGNED, x -> x.shaped(1, 24), "axis", 0);
        one("Flatten", SIGNED, x -> x.shaped(6, 4), "axis", -1);
        one("Transpose", SIGNED, x -> x.permuted(2, 0, 1), "perm", new long[] {2, 0, 1});
        one("Transpose", SIGNED, x -> x.permuted(2, 1, 0));
        add(
                "Concat",
                MATRIX,
                graph -> graph.constant("c", OTHER).node("Concat", "x c x", "y", "axis", 1),
                x -> Array.fill(
                        new int[] {3, 12}, p -> p[1] / 4 == 1 ? OTHER.at(p[0], p[1] % 4) : x.at(p[0], p[1] % 4)));
        add(
                "Split",
                MATRIX,
                graph -> graph.integers("s", 1, 3)
                        .node("Split", "x s", "u v", "axis", 1)
                        .node("Identity", "v", "y"),
                x -> Array.fill(new int[] {3, 3}, p -> x.at(p[0], p[1] + 1)));
        add(
                "Split",
                MATRIX,
                graph -> graph.node("Split", "x", "u v", "axis", 1, "split", new long[] {3, 1})
                        .node("Identity", "v", "y"),
                x -> Array.fill(new int[] {3, 1}, p -> x.at(p[0], 3)));
        add(
                "Split",
                MATRIX,
                graph -> graph.node("Split", "x", "u v", "axis", -1, "num_outputs", 2)
                        .node("Sub", "v u", "y"),
                x -> Array.fill(new int[] {3, 2}, p -> x.at(p[0], p[1] + 2) - x.at(p[0], p[1])));
        Array thin = SIGNED.shaped(2, 1, 3, 1, 4);
        add("Squeeze", thin, graph -> graph.integers("a", 1, -2).node("Squeeze", "x a", "y"), x -> x.shaped(2, 3, 4));
        one("Squeeze", thin, x -> x.shaped(2, 1, 3, 4), "axes", new long[] {3});
        one("Squeeze", thin, x -> x.shaped(2, 3, 4));
        add(
                "Unsqueeze",
                SIGNED,
                graph -> graph.integers("a", 3, 1).node("Unsqueeze", "x a", "y"),
                x -> x.shaped(2, 1, 3, 1, 4));
        one("Unsqueeze", SIGNED, x -> x.shaped(2, 3, 1, 4, 1), "axes", new long[] {-1, -3});
        add(
                "Expand",
                MATRIX.shaped(3, 1, 4),
                graph -> graph.integers("s", 2, 1).node("Expand", "x s", "y"),
                x -> Array.fill(new int[] {3, 2, 4}, p -> x.at(p[0], 0, p[2])));
        add(
                "Tile",
                MATRIX,
                graph -> graph.integers("s", 2, 3).node("Tile", "x s", "y"),
                x -> Array.fill(new int[] {6, 12}, p -> x.at(p[0] % 3, p[1] % 4)));
        paddings();
        one(
                "DepthToSpace",
                IMAGE,
                x -> Array.fill(new int[] {2, 1, 14, 12}, p -> x.at(p[0], p[2] % 2 * 2 + p[3] % 2, p[2] / 2, p[3] / 2)),
                "blocksize",
                2,
                "mode",
                "CRD");
        Array deep = Array.uniform(30, -1, 1, 2, 8, 2, 3);
        one(
                "DepthToSpace",
                deep,
                x -> Array.fill(
                        new int[] {2, 2, 4, 6},
                        p -> x.at(p[0], (p[2] % 2 * 2 + p[3] % 2) * 2 + p[1], p[2] / 2, p[3] / 2)),
                "blocksize",
                2);
        Array wide = Array.uniform(31, -1, 1, 2, 3, 4, 6);
        one(
                "SpaceToDepth",
                wide,
                x -> Array.fill(
                        new int[] {2, 12, 2, 3},
                        p -> x.at(p[0], p[1] % 3, p[2] * 2 + p[1] / 3 / 2, p[3] * 2 + p[1] / 3 % 2)),
                "blocksize",
                2);
        one("Trilu", MATRIX, x -> Array.fill(x.shape(), p -> p[1] >= p[0] ? x.at(p) : 0));
        add(
                "Trilu",
                MATRIX,
                graph ->
                        graph.constant(OnnxBuilder.integers("k", new int[0], 1)).node("Trilu", "x k", "y", "upper", 0),
                x -> Array.fill(x.shape(), p -> p[1] <= p[0] + 1 ? x.at(p) : 0));
    }

    private static void paddings() {
        add(
                "Pad",
                IMAGE,
                graph -> graph.integers("p", 0, 0, 1, 2, 0, 0, 3, 0)
                        .constant("v", Array.of(new int[0], 5))
                        .node("Pad", "x p v", "y"),
                x -> Array.fill(new int[] {2, 4, 11, 8}, p -> {
                    boolean inside = p[2] >= 1 && p[2] < 8 && p[3] >= 2;
                    return inside ? x.at(p[0], p[1], p[2] - 1, p[3] - 2) : 5;
                }));
        one(
                "Pad",
                IMAGE,
                x -> Array.fill(
                        new int[] {2, 4, 9, 6}, p -> x.at(p[0], p[1], 6 - Math.abs(6 - Math.abs(p[2] - 1)), p[3])),
                "mode",
                "reflect",
                "pads",
                new long[] {0, 0, 1, 0, 0, 0, 1, 0});
        add(
                "Pad",
                IMAGE,
                graph -> graph.integers("p", 1, 2).integers("a", -1).node("Pad", "x p - a", "y", "mode", "edge"),
                x -> Array.fill(
                        new int[] {2, 4, 7, 9}, p -> x.at(p[0], p[1], p[2], Math.max(0, Math.min(5, p[3] - 1)))));
        // Widths that nodes compute: half the sides of the image's first axis, 1, at both ends of its columns.
        add(
                "Pad",
                IMAGE,
                graph -> graph.node("Shape", "x", "s")
                        .integers("first", 0)
                        .integers("two", 2)
                        .integers("none", 0, 0, 0)
                        .node("Gather", "s first", "n")
                        .node("Div", "n two", "w")
                        .node("Concat", "none w none w", "p", "axis", 0)
                        .node("Pad", "x p", "y", "mode", "wrap"),
                x -> Array.fill(new int[] {2, 4, 7, 8}, p -> x.at(p[0], p[1], p[2], (p[3] + 5) % 6)));
    }

    private static void selections() {
        Array table = Array.uniform(40, -1, 1, 5, 2);
        // x in [-2, 2) becomes the rows 0 to 4 when 2 is added and the rest cut.
        add(
                "Gather",
                OTHER,
                graph -> graph.constant("two", Array.of(new int[0], 2))
                        .constant("t", table)
                        .node("Add", "x two", "s")
                        .node("Cast", "s", "i", "to", OnnxBuilder.INT64)
                        .node("Gather", "t i", "y"),
                x -> Array.fill(new int[] {3, 4, 2}, p -> table.at((int) (x.at(p[0], p[1]) + 2), p[2])));
        add(
                "Gather",
                SIGNED,
                graph -> graph.constant(OnnxBuilder.integers("i", new int[0], -1))
                        .node("Gather", "x i", "y", "axis", 1),
                x -> Array.fill(new int[] {2, 4}, p -> x.at(p[0], 2, p[1])));
        add(
                "Gather",
                SIGNED,
                graph -> graph.integers("i", -1, 0).node("Gather", "x i", "y", "axis", -1),
                x -> Array.fill(new int[] {2, 3, 2}, p -> x.at(p[0], p[1], p[2] == 0 ? 3 : 0)));
        add(
                "Gather",
                SIGNED,
                graph -> graph.constant(OnnxBuilder.integers("i", new int[] {2, 2}, 0, 1, 2, 0))
                        .node("Gather", "x i", "y", "axis", 1),
                x -> Array.fill(
                        new int[] {2, 2, 2, 4}, p -> x.at(p[0], new int[] {0, 1, 2, 0}[p[1] * 2 + p[2]], p[3])));
        add(
                "GatherElements",
                MATRIX,
                graph -> graph.constant(OnnxBuilder.integers("i", new int[] {3, 1}, 3, 0, 2))
                        .node("GatherElements", "x i", "y", "axis", 1),
                x -> Array.fill(new int[] {3, 1}, p -> x.at(p[0], new int[] {3, 0, 2}[p[0]])));
        add(
                "Slice",
                IMAGE,
                graph -> graph.integers("s", 1, -5)
                        .integers("e", Long.MAX_VALUE, -1)
                        .integers("a", 2, 3)
                        .integers("k", 2, 1)
                        .node("Slice", "x s e a k", "y"),
                x -> Array.fill(new int[] {2, 4, 3, 4}, p -> x.at(p[0], p[1], 1 + 2 * p[2], 1 + p[3])));
        one(
                "Slice",
                MATRIX,
                x -> Array.fill(new int[] {2, 4}, p -> x.at(p[0] + 1, p[1])),
                "starts",
                new long[] {1},
                "ends",
                new long[] {3});
        add(
                "Slice",
                MATRIX,
                graph -> graph.integers("s", -1)
                        .integers("e", Long.MIN_VALUE)
                        .integers("a", 1)
                        .integers("k", -1)
                        .node("Slice", "x s e a k", "y"),
                x -> Array.fill(x.shape(), p -> x.at(p[0], 3 - p[1])));
        // Up to an end that nodes compute: the first side of a shape.
        add(
                "Slice",
                SIGNED,
                graph -> graph.node("Shape", "x", "s")
                        .integers("zero", 0)
                        .integers("one", 1)
                        .integers("last", 2)
                        .node("Slice", "s zero one", "n")
                        .node("Slice", "x zero n last", "y"),
                x -> Array.fill(new int[] {2, 3, 2}, x::at));
        add(
                "OneHot",
                MATRIX,
                graph -> graph.constant(OnnxBuilder.integers("n", new int[0], 4))
                        .integers("v", 0, 7)
                        .node("ArgMax", "x", "i", "axis", 1, "keepdims", 0)
                        .node("OneHot", "i n v", "y"),
                x -> Array.fill(x.shape(), p -> best(x, 1).at(p[0], 0) == p[1] ? 7 : 0));
        add(
                "OneHot",
                OTHER,
                graph -> graph.constant("two", Array.of(new int[0], 2))
                        .constant(OnnxBuilder.integers("n", new int[0], 5))
                        .constant("v", Array.of(new int[] {2}, -1, 3))
                        .node("Add", "x two", "i")
                        .node("OneHot", "i n v", "y"),
                x -> Array.fill(new int[] {3, 4, 5}, p -> (int) (x.at(p[0], p[1]) + 2) == p[2] ? 3 : -1));
        one("Shape", SIGNED, x -> Array.of(new int[] {3}, 2, 3, 4));
        one("Shape", SIGNED, x -> Array.of(new int[] {1}, 3), "start", 1, "end", 2);
        one("Size", SIGNED, x -> Array.of(new int[0], 24));
        add(
                "Range",
                SIGNED,
                graph -> graph.constant(OnnxBuilder.integers("zero", new int[0], 0))
                        .constant(OnnxBuilder.integers("two", new int[0], 2))
                        .node("Size", "x", "n")
                        .node("Range", "zero n two", "y"),
                x -> Array.fill(new int[] {12}, p -> 2 * p[0]));
        constants();
        one("Identity", SIGNED, x -> x);
        one("Cast", SIGNED, x -> x.map(v -> (long) v), "to", OnnxBuilder.INT64);
        one("Cast", SIGNED, x -> x, "to", 11); // double
        add(
                "CastLike",
                SIGNED,
                graph -> graph.integers("i", 1).node("CastLike", "x i", "y"),
                x -> x.map(v -> (long) v));
    }

    private static void constants() {
        byte[] tensor = OnnxBuilder.integers("", new int[] {2}, 7, 8);
        constant(Array.of(new int[] {2}, 7, 8), "value", tensor);
        constant(Array.of(new int[0], 2.5), "value_float", 2.5);
        constant(Array.of(new int[0], 3), "value_int", 3);
        constant(Array.of(new int[] {2}, 1, 2), "value_ints", new long[] {1, 2});
        constant(Array.of(new int[] {2}, 0.5, 0.25), "value_floats", new double[] {0.5, 0.25});
        add(
                "ConstantOfShape",
                SIGNED,
                graph -> graph.node("Shape", "x", "s")
                        .node(
                                "ConstantOfShape",
                                "s",
                                "c",
                                "value",
                                OnnxBuilder.tensor(
                                        "", OnnxBuilder.FLOAT, new int[] {1}, new byte[] {0, 0, 64, 64})) // 3
                        .node("Mul", "x c", "y"),
                x -> x.map(v -> 3 * v));
        add(
                "ConstantOfShape",
                SIGNED,
                graph -> graph.node("Shape", "x", "s").node("ConstantOfShape", "s", "y"),
                x -> x.map(v -> 0));
    }

    private static void constant(Array expected, String attribute, Object value) {
        add(
                "Constant",
                Array.of(new int[] {1, 1}, 1),
                graph -> graph.node("Constant", "", "c", attribute, value)
                        .integers("all", -1)
                        .node("Reshape", "x all", "v")
                        .node("Squeeze", "v", "s")
                        .node("Mul", "s c", "y"),
                x -> expected);
    }

    private static void reductions() {
        one("ReduceMean", SIGNED, x -> x.sum(1).sum(2).map(v -> v / 12), "axes", new long[] {1, 2});
        one("ReduceMean", SIGNED, x -> x.sum(2).shaped(2, 3).map(v -> v / 4), "axes", new long[] {-1}, "keepdims", 0);
        add("ReduceSum", SIGNED, graph -> graph.integers("a", 1).node("ReduceSum", "x a", "y"), x -> x.sum(1));
        one("ReduceSum", SIGNED, x -> x.sum(0).sum(1).sum(2));
        one("ReduceSum", SIGNED, x -> x, "noop_with_empty_axes", 1);
        one("ReduceMax", SIGNED, x -> x.reduced(1, -9, Math::max), "axes", new long[] {1});
        one("ReduceMin", SIGNED, x -> x.reduced(1, 9, Math::min), "axes", new long[] {1});
        one(
                "ReduceProd",
                SIGNED,
                x -> x.reduced(1, 1, (a, b) -> a * b).reduced(2, 1, (a, b) -> a * b),
                "axes",
                new long[] {1, 2});
        one(
                "ReduceProd",
                SIGNED,
                x -> x.reduced(1, 1, (a, b) -> a * b)
                        .reduced(2, 1, (a, b) -> a * b)
                        .shaped(2),
                "axes",
                new long[] {-1, -2},
                "keepdims",
                0);
        one("ReduceSumSquare", SIGNED, x -> x.map(v -> v * v).sum(1), "axes", new long[] {1});
        one("ReduceL1", SIGNED, x -> x.map(Math::abs).sum(1), "axes", new long[] {1});
        one("ReduceL2", SIGNED, x -> x.map(v -> v * v).sum(1).map(Math::sqrt), "axes", new long[] {1});
        one("ReduceLogSum", POSITIVE, x -> x.sum(1).map(Math::log), "axes", new long[] {1});
        one("ReduceLogSumExp", SIGNED, x -> x.map(Math::exp).sum(1).map(Math::log), "axes", new long[] {1});
        one("ArgMax", MATRIX, x -> best(x, 1), "axis", 1);
        one("ArgMin", MATRIX, x -> best(x, -1).shaped(3), "axis", -1, "keepdims", 0);
        one("Softmax", SIGNED, x -> x.softmax(1), "axis", 1);
        one("Softmax", SIGNED, x -> x.softmax(2));
        add(
                "Softmax",
                SIGNED,
                graph -> graph.version(11).node("Softmax", "x", "y"),
                x -> x.shaped(2, 12).softmax(1).shaped(2, 3, 4));
        one("LogSoftmax", SIGNED, x -> x.softmax(2).map(Math::log));
        add(
                "CumSum",
                MATRIX,
                graph ->
                        graph.constant(OnnxBuilder.integers("a", new int[0], 1)).node("CumSum", "x a", "y"),
                x -> Array.fill(
                        x.shape(),
                        p -> IntStream.rangeClosed(0, p[1])
                                .mapToDouble(i -> x.at(p[0], i))
                                .sum()));
    }

    private static Array best(Array x, int sign) {
        return Array.fill(
                new int[] {3, 1},
                p -> IntStream.range(0, 4).reduce(0, (a, b) -> sign * x.at(p[0], b) > sign * x.at(p[0], a) ? b : a));
    }

    private static void resizing() {
        Array scales = Array.of(new int[] {4}, 1, 1, 2, 3);
        add(
                "Resize",
                IMAGE,
                graph -> graph.constant("s", scales)
                        .node(
                                "Resize",
                                "x - s",
                                "y",
                                "coordinate_transformation_mode",
                                "asymmetric",
                                "nearest_mode",
                                "floor"),
                x -> Windows.nearest(x, 2, 3));
        add(
                "Resize",
                IMAGE,
                graph -> graph.constant("s", scales).node("Resize", "x - s", "y"),
                x -> Windows.nearest(x, 2, 3));
        add(
                "Resize",
                IMAGE,
                graph -> graph.constant("s", scales).node("Resize", "x - s", "y", "mode", "linear"),
                x -> Windows.bilinear(x, 14, 18, false));
        add(
                "Resize",
                IMAGE,
                graph -> graph.integers("n", 2, 4, 10, 9)
                        .node(
                                "Resize",
                                "x - - n",
                                "y",
                                "mode",
                                "linear",
                                "coordinate_transformation_mode",
                                "align_corners"),
                x -> Windows.bilinear(x, 10, 9, true));
        // Sizes that nodes compute: twice the sides, as exporters write them.
        add(
                "Resize",
                IMAGE,
                graph -> graph.node("Shape", "x", "s")
                        .integers("two", 1, 1, 2, 2)
                        .node("Mul", "s two", "n")
                        .node(
                                "Resize",
                                "x - - n",
                                "y",
                                "coordinate_transformation_mode",
                                "asymmetric",
                                "nearest_mode",
                                "floor"),
                x -> Windows.nearest(x, 2, 2));
        // Halfway between pixels, the cubic weights of a = -3/4 are these.
        Array four = Array.uniform(50, -1, 1, 1, 1, 4, 4);
        double[] halfway = {-3 / 32.0, 19 / 32.0, 19 / 32.0, -3 / 32.0};
        add(
                "Resize",
                four,
                graph -> graph.integers("n", 1, 1, 1, 1).node("Resize", "x - - n", "y", "mode", "cubic"),
                x -> Array.of(
                        new int[] {1, 1, 1, 1},
                        IntStream.range(0, 16)
                                .mapToDouble(i -> x.values()[i] * halfway[i / 4] * halfway[i % 4])
                                .sum()));
        add(
                "Upsample",
                IMAGE,
                graph -> graph.version(9).constant("s", scales).node("Upsample", "x s", "y", "mode", "nearest"),
                x -> Windows.nearest(x, 2, 3));
    }

    /** The mean square of 10,000 draws, which shows their mean and their spread. */
    private static void randomness() {
        square("RandomNormal", "", 9 + 4, "mean", 3.0, "scale", 2.0, "shape", new long[] {2, 5000});
        square("RandomNormalLike", "x", 9 + 4, "mean", 3.0, "scale", 2.0);
        square("RandomUniform", "", 9 + 4 / 12.0, "low", 2.0, "high", 4.0, "shape", new long[] {2, 5000});
        square("RandomUniformLike", "x", 9 + 4 / 12.0, "low", 2.0, "high", 4.0);
    }

    private static void square(String operator, String inputs, double expected, Object... attributes) {
        ALL.add(new Case(
                operator,
                POINTS,
                graph -> graph.constant("zero", Array.of(new int[0], 0))
                        .node(operator, inputs, "r", attributes)
                        .node("Mul", "x zero", "o")
                        .node("Add", "r o", "s")
                        .node("Mul", "s s", "q")
                        .node("ReduceMean", "q", "y"),
                x -> Array.of(new int[] {1, 1}, expected),
                0.05));
    }
}
