package isthmus.convert.pt2;

// Long because it has a line or more for each operator, and a table is easier to read whole.

import static isthmus.convert.Functions.erf;
import static isthmus.convert.Functions.sigmoid;
import static isthmus.convert.Functions.softplus;
import static isthmus.convert.Functions.truth;

import isthmus.convert.Array;
import isthmus.convert.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Exported programs of one operator, with what each computes in plain Java. */
final class AtenCases {
    /**
     * A program from {@code x} to {@code y}.
     *
     * @param operator the row that it exercises
     * @param graph its nodes and weights
     */
    record Case(
            String operator, Array x, Consumer<Pt2Builder> graph, UnaryOperator<Array> expected, double tolerance) {}

    static final List<Case> ALL = new ArrayList<>();

    private static final Array SIGNED = Array.uniform(1, -2, 2, 2, 3, 4);
    private static final Array POSITIVE = Array.uniform(2, 0.1, 0.9, 2, 3, 4);
    private static final Array IMAGE = Array.uniform(3, -1, 1, 2, 4, 7, 6);
    private static final Array MATRIX = Array.uniform(4, -1, 1, 3, 4);
    private static final Array OTHER = Array.uniform(5, -2, 2, 3, 4);
    private static final Array WEIGHTS = Array.uniform(6, -1, 1, 5, 4); // outputs, inputs
    private static final Array BIAS = Array.uniform(7, -1, 1, 5);
    private static final Array POINTS = Array.uniform(8, -1, 1, 2, 5000);
    private static final Array PRODUCTS = MATRIX.times(WEIGHTS.permuted(1, 0));

    static {
        elementwise();
        products();
        normalisation();
        images();
        shapes();
        selections();
        reductions();
        made();
        numbers();
    }

    private AtenCases() {}

    private static void add(String operator, Array x, Consumer<Pt2Builder> graph, UnaryOperator<Array> expected) {
        ALL.add(new Case(operator, x, graph, expected, 1e-5));
    }

    /** One node from x to y, of an operator with its overload. */
    private static void one(String target, Array x, String arguments, UnaryOperator<Array> expected) {
        add(target.split("\\.")[0], x, graph -> graph.node("torch.ops.aten." + target, "y", arguments), expected);
    }

    private static void each(String operator, DoubleUnaryOperator expected) {
        one(operator + ".default", SIGNED, "self=x", x -> x.map(expected));
    }

    private static void positive(String operator, DoubleUnaryOperator expected) {
        one(operator + ".default", POSITIVE, "self=x", x -> x.map(expected));
    }

    private static void each(String target, String arguments, DoubleUnaryOperator expected) {
        one(target, SIGNED, "self=x " + arguments, x -> x.map(expected));
    }

    /** Of x and a weight that stands for all rows. */
    private static void pair(String operator, DoubleBinaryOperator expected) {
        add(
                operator,
                SIGNED,
                graph -> graph.weight("c", OTHER).node("torch.ops.aten." + operator + ".Tensor", "y", "self=x other=c"),
                x -> x.with(OTHER, expected));
    }

    private static void elementwise() {
        each("abs", Math::abs);
        each("atan", Math::atan);
        each("ceil", Math::ceil);
        each("cos", Math::cos);
        each("cosh", Math::cosh);
        each("erf", v -> erf(v));
        each("exp", Math::exp);
        each("floor", Math::floor);
        each("hardsigmoid", v -> Math.max(0, Math.min(1, v / 6 + 0.5)));
        each("hardswish", v -> v * Math.max(0, Math.min(1, v / 6 + 0.5)));
        each("log_sigmoid", v -> Math.log(sigmoid(v)));
        each("mish", v -> v * Math.tanh(softplus(v)));
        each("neg", v -> -v);
        each("relu", v -> Math.max(0, v));
        each("relu6", v -> Math.max(0, Math.min(6, v)));
        each("round", Math::rint);
        each("selu", v -> 1.0507009873554805 * (v < 0 ? 1.6732632423543772 * Math.expm1(v) : v));
        each("sigmoid", v -> sigmoid(v));
        each("sign", Math::signum);
        each("silu", v -> v * sigmoid(v));
        each("sin", Math::sin);
        each("sinh", Math::sinh);
        each("softplus", v -> softplus(v));
        each("square", v -> v * v);
        each("tan", Math::tan);
        each("tanh", Math::tanh);
        positive("log", Math::log);
        positive("log10", Math::log10);
        positive("log1p", Math::log1p);
        positive("log2", v -> Math.log(v) / Math.log(2));
        positive("reciprocal", v -> 1 / v);
        positive("rsqrt", v -> 1 / Math.sqrt(v));
        positive("sqrt", Math::sqrt);
        each("celu.default", "alpha=2.0", v -> v < 0 ? 2 * Math.expm1(v / 2) : v);
        each("elu.default", "alpha=1.5", v -> v < 0 ? 1.5 * Math.expm1(v) : v);
        each("gelu.default", "approximate='none'", v -> v / 2 * (1 + erf(v / Math.sqrt(2))));
        each(
                "gelu.default",
                "approximate='tanh'",
                v -> v / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v))));
        each("hardtanh.default", "min_val=-0.5 max_val=1.5", v -> Math.max(-0.5, Math.min(1.5, v)));
        each("leaky_relu.default", "negative_slope=0.2", v -> v < 0 ? 0.2 * v : v);
        each("threshold.default", "threshold=0.5 value=-3", v -> v > 0.5 ? v : -3);
        each("clamp.default", "min=-0.5 max=1.25", v -> Math.max(-0.5, Math.min(1.25, v)));
        each("clamp.default", "max=1.25", v -> Math.min(1.25, v));
        each("clamp_min.default", "min=-0.5", v -> Math.max(-0.5, v));
        each("clamp_max.default", "max=0.5", v -> Math.min(0.5, v));
        each("rsub.Scalar", "other=1", v -> 1 - v);
        each("add.Scalar", "other=1.5", v -> v + 1.5);
        each("pow.Tensor_Scalar", "exponent=3", v -> v * v * v);
        each("relu_.default", "", v -> Math.max(0, v));
        pair("add", (a, b) -> a + b);
        pair("sub", (a, b) -> a - b);
        pair("mul", (a, b) -> a * b);
        pair("div", (a, b) -> a / b);
        pair("remainder", (a, b) -> a - b * Math.floor(a / b));
        pair("eq", (a, b) -> truth(a == b));
        pair("ne", (a, b) -> truth(a != b));
        pair("lt", (a, b) -> truth(a < b));
        pair("le", (a, b) -> truth(a <= b));
        pair("gt", (a, b) -> truth(a > b));
        pair("ge", (a, b) -> truth(a >= b));
        ordinary("maximum", Math::max);
        add(
                "addcmul",
                SIGNED,
                graph -> graph.weight("c", OTHER)
                        .node("torch.ops.aten.addcmul.default", "y", "self=x tensor1=c tensor2=x value=0.5"),
                x -> x.with(OTHER, (a, b) -> a + b * a / 2));
        ordinary("minimum", Math::min);
        truths("logical_and", (a, b) -> a * b);
        truths("logical_or", Math::max);
        truths("bitwise_and", (a, b) -> a * b);
        truths("bitwise_or", Math::max);
        for (String not : List.of("logical_not", "bitwise_not")) {
            add(
                    not,
                    SIGNED,
                    graph -> graph.node("torch.ops.aten.gt.Scalar", "p", "self=x other=0.0")
                            .node("torch.ops.aten." + not + ".default", "y", "self=p"),
                    x -> x.map(v -> truth(v <= 0)));
        }
        add(
                "where",
                SIGNED,
                graph -> graph.weight("c", OTHER)
                        .node("torch.ops.aten.lt.Tensor", "p", "self=x other=c")
                        .node("torch.ops.aten.where.self", "y", "condition=p self=x other=c"),
                x -> x.with(OTHER, Math::min));
        add(
                "where",
                MATRIX,
                graph -> graph.weight("c", OTHER)
                        .truths("p", new int[] {4}, (byte) 1, (byte) 0, (byte) 1, (byte) 0)
                        .node("torch.ops.aten.where.self", "y", "condition=p self=x other=c"),
                x -> Array.fill(x.shape(), p -> p[1] % 2 == 0 ? x.at(p) : OTHER.at(p)));
        add(
                "prelu",
                IMAGE,
                graph -> graph.weight("s", Array.of(new int[] {4}, 0.1, 0.2, 0.3, 0.4))
                        .node("torch.ops.aten.prelu.default", "y", "self=x weight=s"),
                x -> Array.fill(x.shape(), p -> x.at(p) * (x.at(p) < 0 ? 0.1 * (p[1] + 1) : 1)));
    }

    private static void ordinary(String operator, DoubleBinaryOperator expected) {
        add(
                operator,
                SIGNED,
                graph ->
                        graph.weight("c", OTHER).node("torch.ops.aten." + operator + ".default", "y", "self=x other=c"),
                x -> x.with(OTHER, expected));
    }

    /** Of whether x is positive, and whether it is less than the weight. */
    private static void truths(String operator, DoubleBinaryOperator expected) {
        add(
                operator,
                SIGNED,
                graph -> graph.weight("c", OTHER)
                        .node("torch.ops.aten.gt.Scalar", "p", "self=x other=0.0")
                        .node("torch.ops.aten.lt.Tensor", "l", "self=x other=c")
                        .node("torch.ops.aten." + operator + ".default", "y", "self=p other=l"),
                x -> x.with(OTHER, (a, b) -> expected.applyAsDouble(truth(a > 0), truth(a < b))));
    }

    private static void weighted(String target, Array x, String arguments, UnaryOperator<Array> expected) {
        add(
                target.split("\\.")[0],
                x,
                graph -> graph.weight("w", WEIGHTS)
                        .weight("b", BIAS)
                        .node("torch.ops.aten.permute.default", "v", "self=w dims=[1,0]")
                        .node("torch.ops.aten." + target, "y", arguments),
                expected);
    }

    private static void products() {
        weighted("linear.default", MATRIX, "input=x weight=w bias=b", x -> PRODUCTS.with(BIAS, Double::sum));
        weighted("addmm.default", MATRIX, "self=b mat1=x mat2=v", x -> PRODUCTS.with(BIAS, Double::sum));
        weighted("mm.default", MATRIX, "self=x mat2=v", x -> PRODUCTS);
        weighted("matmul.default", MATRIX, "self=x other=v", x -> PRODUCTS);
        weighted("einsum.default", MATRIX, "equation='ik,jk->ij' tensors=[x,w]", x -> PRODUCTS);
        Array batch = MATRIX.shaped(1, 3, 4);
        for (String operator : List.of("bmm", "baddbmm")) {
            add(
                    operator,
                    batch,
                    graph -> graph.weight("w", WEIGHTS.permuted(1, 0).shaped(1, 4, 5))
                            .weight("b", BIAS)
                            .node(
                                    "torch.ops.aten." + operator + ".default",
                                    "y",
                                    operator.equals("bmm") ? "self=x mat2=w" : "self=b batch1=x batch2=w"),
                    x -> (operator.equals("bmm") ? PRODUCTS : PRODUCTS.with(BIAS, Double::sum)).shaped(1, 3, 5));
        }
        weighted(
                "cdist.default",
                MATRIX,
                "x1=x x2=w",
                x -> Array.fill(
                        new int[] {3, 5},
                        p -> Math.sqrt(IntStream.range(0, 4)
                                .mapToDouble(k -> Math.pow(x.at(p[0], k) - WEIGHTS.at(p[1], k), 2))
                                .sum())));
        // Of x with itself: each row looks at the others by their products.
        add(
                "scaled_dot_product_attention",
                MATRIX.shaped(1, 1, 3, 4),
                graph ->
                        graph.node("torch.ops.aten.scaled_dot_product_attention.default", "y", "query=x key=x value=x"),
                x -> MATRIX.times(MATRIX.permuted(1, 0))
                        .map(v -> v / 2)
                        .softmax(1)
                        .times(MATRIX)
                        .shaped(1, 1, 3, 4));
    }

    private static void normalisation() {
        Array scale = Array.uniform(10, 0.5, 2, 4);
        Array shift = Array.uniform(11, -1, 1, 4);
        Array mean = Array.uniform(12, -1, 1, 4);
        Array variance = Array.uniform(13, 0.5, 2, 4);
        UnaryOperator<Array> normed = x -> Array.fill(
                x.shape(),
                p -> (x.at(p) - mean.at(p[1])) / Math.sqrt(variance.at(p[1]) + 1e-3) * scale.at(p[1]) + shift.at(p[1]));
        String given = "input=x weight=w bias=b running_mean=m running_var=v ";
        String[][] batchNorms = {
            {"batch_norm.default", "y", "training=false momentum=0.1 eps=0.001 cudnn_enabled=true"},
            {"batch_norm.default", "y", "training=true momentum=0.1 eps=0.001 cudnn_enabled=true"},
            {"_native_batch_norm_legit.default", "y s1 s2", "training=true momentum=0.1 eps=0.001"},
            {"_native_batch_norm_legit.functional", "y s1 s2 s3 s4", "training=true momentum=0.1 eps=0.001"},
            {"native_batch_norm.default", "y s1 s2", "training=false momentum=0.1 eps=0.001"},
            {"_native_batch_norm_legit_no_training.default", "y s1 s2", "momentum=0.1 eps=0.001"}
        };
        for (String[] one : batchNorms) {
            add(
                    one[0].endsWith("functional") ? one[0].replace('.', '_') : one[0].split("\\.")[0],
                    IMAGE,
                    graph -> graph.weight("w", scale)
                            .weight("b", shift)
                            .weight("m", mean)
                            .weight("v", variance)
                            .node("torch.ops.aten." + one[0], one[1], given + one[2]),
                    normed);
        }
        Consumer<Pt2Builder> affine = graph -> graph.weight("w", scale).weight("b", shift);
        normalised(
                "instance_norm.default",
                "y",
                affine,
                "input=x weight=w bias=b running_mean=none running_var=none use_input_stats=true momentum=0.1 "
                        + "eps=0.001 cudnn_enabled=true",
                x -> affine(x.normalised(4, 1e-3), scale, shift),
                IMAGE);
        normalised(
                "group_norm.default",
                "y",
                affine,
                "input=x num_groups=2 weight=w bias=b eps=0.001",
                x -> affine(x.normalised(2, 1e-3), scale, shift),
                IMAGE);
        normalised(
                "native_group_norm.default",
                "y s1 s2",
                affine,
                "input=x weight=w bias=b N=2 C=4 HxW=42 group=2 eps=0.001",
                x -> affine(x.normalised(2, 1e-3), scale, shift),
                IMAGE);
        UnaryOperator<Array> rows =
                x -> x.normalised(1, 1e-3).with(scale, (a, b) -> a * b).with(shift, Double::sum);
        normalised(
                "layer_norm.default",
                "y",
                affine,
                "input=x normalized_shape=[4] weight=w bias=b eps=0.001",
                rows,
                MATRIX);
        normalised(
                "native_layer_norm.default",
                "y s1 s2",
                affine,
                "input=x normalized_shape=[4] weight=w bias=b eps=0.001",
                rows,
                MATRIX);
        normalised(
                "rms_norm.default",
                "y",
                affine,
                "input=x normalized_shape=[4] weight=w eps=0.001",
                x -> x.with(x.map(v -> v * v / 4).sum(1), (a, s) -> a / Math.sqrt(s + 1e-3))
                        .with(scale, (a, b) -> a * b),
                MATRIX);
        one("dropout.default", SIGNED, "input=x p=0.5 train=true", x -> x);
        one("feature_dropout.default", SIGNED, "input=x p=0.5 train=true", x -> x);
        add(
                "native_dropout",
                SIGNED,
                graph -> graph.node("torch.ops.aten.native_dropout.default", "y mask", "input=x p=0.5 train=true"),
                x -> x);
    }

    private static void normalised(
            String target,
            String results,
            Consumer<Pt2Builder> weights,
            String arguments,
            UnaryOperator<Array> expected,
            Array x) {
        add(
                target.split("\\.")[0],
                x,
                graph -> {
                    weights.accept(graph);
                    graph.node("torch.ops.aten." + target, results, arguments);
                },
                expected);
    }

    private static Array affine(Array x, Array scale, Array shift) {
        return Array.fill(x.shape(), p -> x.at(p) * scale.at(p[1]) + shift.at(p[1]));
    }

    private static void images() {
        Array w = Array.uniform(20, -1, 1, 6, 2, 3, 2);
        Array b = Array.uniform(21, -1, 1, 6);
        int[] strides = {2, 1};
        int[] pads = {1, 2, 1, 2};
        int[] dilations = {1, 2};
        UnaryOperator<Array> convolved = x -> Windows.convolution(x, w, b, strides, pads, dilations, 2);
        filtered(
                "conv2d.default",
                w,
                b,
                IMAGE,
                "input=x weight=w bias=b stride=[2,1] padding=[1,2] dilation=[1,2] groups=2",
                convolved);
        filtered(
                "convolution.default",
                w,
                b,
                IMAGE,
                "input=x weight=w bias=b stride=[2,1] padding=[1,2] dilation=[1,2] transposed=false output_padding=[0,0] groups=2",
                convolved);
        filtered(
                "conv3d.default",
                w.shaped(6, 2, 1, 3, 2),
                b,
                IMAGE.shaped(2, 4, 1, 7, 6),
                "input=x weight=w bias=b stride=[1,2,1] padding=[0,1,2] dilation=[1,1,2] groups=2",
                x -> {
                    Array y = convolved.apply(IMAGE);
                    return y.shaped(2, 6, 1, y.shape()[2], y.shape()[3]);
                });
        Array lines = Array.uniform(23, -1, 1, 2, 4, 9);
        Array line = Array.uniform(24, -1, 1, 6, 4, 3);
        filtered(
                "conv1d.default",
                line,
                b,
                lines,
                "input=x weight=w bias=b stride=[2] padding=[1]",
                x -> flat(Windows.convolution(
                        x.shaped(2, 4, 1, 9),
                        line.shaped(6, 4, 1, 3),
                        b,
                        new int[] {1, 2},
                        new int[] {0, 1, 0, 1},
                        new int[] {1, 1},
                        1)));
        Array up = Array.uniform(25, -1, 1, 4, 3, 3, 2);
        UnaryOperator<Array> larger = x -> Windows.transposed(
                x, up, b, new int[] {2, 3}, new int[] {1, 0, 1, 0}, new int[] {1, 2}, new int[] {2, 1}, 2);
        filtered(
                "conv_transpose2d.input",
                up,
                b,
                IMAGE,
                "input=x weight=w bias=b stride=[2,3] padding=[1,0] output_padding=[1,2] groups=2 dilation=[2,1]",
                larger);
        filtered(
                "conv_transpose3d.input",
                up.shaped(4, 3, 1, 3, 2),
                b,
                IMAGE.shaped(2, 4, 1, 7, 6),
                "input=x weight=w bias=b stride=[1,2,3] padding=[0,1,0] output_padding=[0,1,2] groups=2 dilation=[1,2,1]",
                x -> {
                    Array y = larger.apply(IMAGE);
                    return y.shaped(2, 6, 1, y.shape()[2], y.shape()[3]);
                });
        Array lineUp = Array.uniform(28, -1, 1, 4, 6, 4);
        filtered(
                "conv_transpose1d.default",
                lineUp,
                b,
                lines,
                "input=x weight=w bias=b stride=[2] padding=[1]",
                x -> flat(Windows.transposed(
                        x.shaped(2, 4, 1, 9),
                        lineUp.shaped(4, 6, 1, 4),
                        b,
                        new int[] {1, 2},
                        new int[] {0, 1, 0, 1},
                        new int[] {0, 0},
                        new int[] {1, 1},
                        1)));
        String window = "self=x kernel_size=[3,2] stride=[2,1] padding=[1,0]";
        int[] kernel = {3, 2};
        int[] around = {1, 0, 1, 0};
        one("max_pool2d.default", IMAGE, window, x -> Windows.pool(x, kernel, strides, around, false, false));
        add(
                "max_pool2d_with_indices",
                IMAGE,
                graph -> graph.node("torch.ops.aten.max_pool2d_with_indices.default", "y i", window),
                x -> Windows.pool(x, kernel, strides, around, false, false));
        one("avg_pool2d.default", IMAGE, window, x -> Windows.pool(x, kernel, strides, around, true, true));
        one(
                "avg_pool2d.default",
                IMAGE,
                window + " ceil_mode=false count_include_pad=false",
                x -> Windows.pool(x, kernel, strides, around, true, false));
        one(
                "max_pool1d.default",
                lines,
                "self=x kernel_size=[3] stride=[2]",
                x -> flat(Windows.pool(
                        x.shaped(2, 4, 1, 9), new int[] {1, 3}, new int[] {1, 2}, new int[4], false, false)));
        one(
                "avg_pool1d.default",
                lines,
                "self=x kernel_size=[3] stride=[2]",
                x -> flat(Windows.pool(
                        x.shaped(2, 4, 1, 9), new int[] {1, 3}, new int[] {1, 2}, new int[4], true, false)));
        one(
                "adaptive_avg_pool1d.default",
                lines,
                "self=x output_size=[3]",
                x -> flat(Windows.pool(
                        x.shaped(2, 4, 1, 9), new int[] {1, 3}, new int[] {1, 3}, new int[4], true, false)));
        UnaryOperator<Array> thirds = x -> Windows.pool(x, new int[] {7, 2}, new int[] {7, 2}, new int[4], true, false);
        one("adaptive_avg_pool2d.default", IMAGE, "self=x output_size=[1,3]", thirds);
        one("_adaptive_avg_pool2d.default", IMAGE, "self=x output_size=[1,3]", thirds);
        add(
                "adaptive_max_pool2d",
                IMAGE,
                graph -> graph.node("torch.ops.aten.adaptive_max_pool2d.default", "y i", "self=x output_size=[1,3]"),
                x -> Windows.pool(x, new int[] {7, 2}, new int[] {7, 2}, new int[4], false, false));
        resizing(lines);
        paddings(lines);
        one(
                "pixel_shuffle.default",
                IMAGE,
                "self=x upscale_factor=2",
                x -> Array.fill(
                        new int[] {2, 1, 14, 12}, p -> x.at(p[0], p[2] % 2 * 2 + p[3] % 2, p[2] / 2, p[3] / 2)));
        Array even = Array.uniform(29, -1, 1, 2, 3, 4, 6);
        one(
                "pixel_unshuffle.default",
                even,
                "self=x downscale_factor=2",
                x -> Array.fill(
                        new int[] {2, 12, 2, 3},
                        p -> x.at(p[0], p[1] / 4, 2 * p[2] + p[1] / 2 % 2, 2 * p[3] + p[1] % 2)));
    }

    private static void filtered(
            String target, Array w, Array b, Array x, String arguments, UnaryOperator<Array> expected) {
        add(
                target.split("\\.")[0],
                x,
                graph -> graph.weight("w", w).weight("b", b).node("torch.ops.aten." + target, "y", arguments),
                expected);
    }

    private static Array flat(Array image) {
        return image.shaped(image.shape()[0], image.shape()[1], image.shape()[3]);
    }

    private static void resizing(Array lines) {
        String twice = " output_size=none scale_factors=[2.0,3.0]";
        for (String operator : List.of("upsample_nearest2d", "_upsample_nearest_exact2d")) {
            one(operator + ".vec", IMAGE, "input=x" + twice, x -> Windows.nearest(x, 2, 3));
            one(operator + ".default", IMAGE, "self=x output_size=[14,18]", x -> Windows.nearest(x, 2, 3));
        }
        for (String operator : List.of("upsample_nearest1d", "_upsample_nearest_exact1d")) {
            one(
                    operator + ".vec",
                    lines,
                    "input=x output_size=none scale_factors=[2.0]",
                    x -> flat(Windows.nearest(x.shaped(2, 4, 1, 9), 1, 2)));
        }
        one(
                "upsample_bilinear2d.vec",
                IMAGE,
                "input=x output_size=none align_corners=false scale_factors=[2.0,3.0]",
                x -> Windows.bilinear(x, 14, 18, false));
        one(
                "upsample_bilinear2d.vec",
                IMAGE,
                "input=x output_size=[10,9] align_corners=true scale_factors=none",
                x -> Windows.bilinear(x, 10, 9, true));
        one(
                "upsample_linear1d.vec",
                lines,
                "input=x output_size=[18] align_corners=false scale_factors=none",
                x -> flat(Windows.bilinear(x.shaped(2, 4, 1, 9), 1, 18, false)));
        // Halfway between pixels, the cubic weights of a = -3/4 are these.
        double[] halfway = {-3 / 32.0, 19 / 32.0, 19 / 32.0, -3 / 32.0};
        one(
                "upsample_bicubic2d.vec",
                Array.uniform(50, -1, 1, 1, 1, 4, 4),
                "input=x output_size=[1,1] align_corners=false scale_factors=none",
                x -> Array.of(
                        new int[] {1, 1, 1, 1},
                        IntStream.range(0, 16)
                                .mapToDouble(i -> x.values()[i] * halfway[i / 4] * halfway[i % 4])
                                .sum()));
    }

    private static void paddings(Array lines) {
        one(
                "constant_pad_nd.default",
                IMAGE,
                "self=x pad=[2,0] value=5.0",
                x -> Array.fill(new int[] {2, 4, 7, 8}, p -> p[3] < 2 ? 5 : x.at(p[0], p[1], p[2], p[3] - 2)));
        one(
                "pad.default",
                IMAGE,
                "self=x pad=[2,0] mode='constant' value=5.0",
                x -> Array.fill(new int[] {2, 4, 7, 8}, p -> p[3] < 2 ? 5 : x.at(p[0], p[1], p[2], p[3] - 2)));
        one(
                "reflection_pad2d.default",
                IMAGE,
                "self=x padding=[1,0,0,0]",
                x -> Array.fill(new int[] {2, 4, 7, 7}, p -> x.at(p[0], p[1], p[2], Math.abs(p[3] - 1))));
        one(
                "replication_pad2d.default",
                IMAGE,
                "self=x padding=[1,0,0,0]",
                x -> Array.fill(new int[] {2, 4, 7, 7}, p -> x.at(p[0], p[1], p[2], Math.max(0, p[3] - 1))));
        one(
                "reflection_pad1d.default",
                lines,
                "self=x padding=[1,0]",
                x -> Array.fill(new int[] {2, 4, 10}, p -> x.at(p[0], p[1], Math.abs(p[2] - 1))));
        one(
                "replication_pad1d.default",
                lines,
                "self=x padding=[1,0]",
                x -> Array.fill(new int[] {2, 4, 10}, p -> x.at(p[0], p[1], Math.max(0, p[2] - 1))));
    }

    private static void shapes() {
        for (String operator : List.of("view", "_unsafe_view", "view_copy")) {
            one(operator + ".default", SIGNED, "self=x size=[4,6]", x -> x.shaped(4, 6));
        }
        one("reshape.default", SIGNED, "self=x shape=[4,-1]", x -> x.shaped(4, 6));
        one("flatten.using_ints", SIGNED, "self=x start_dim=1 end_dim=2", x -> x.shaped(2, 12));
        one("unflatten.int", SIGNED, "self=x dim=2 sizes=[2,2]", x -> x.shaped(2, 3, 2, 2));
        one("permute.default", SIGNED, "self=x dims=[2,0,1]", x -> x.permuted(2, 0, 1));
        one("transpose.int", SIGNED, "self=x dim0=1 dim1=2", x -> x.permuted(0, 2, 1));
        one("t.default", MATRIX, "self=x", x -> x.permuted(1, 0));
        one("numpy_T.default", SIGNED, "self=x", x -> x.permuted(2, 1, 0));
        one("movedim.int", SIGNED, "self=x source=0 destination=2", x -> x.permuted(1, 2, 0));
        one("squeeze.dim", SIGNED.shaped(2, 1, 12), "self=x dim=1", x -> x.shaped(2, 12));
        one("unsqueeze.default", SIGNED, "self=x dim=1", x -> x.shaped(2, 1, 3, 4));
        one(
                "expand.default",
                MATRIX.shaped(3, 1, 4),
                "self=x size=[-1,2,-1]",
                x -> Array.fill(new int[] {3, 2, 4}, p -> x.at(p[0], 0, p[2])));
        add(
                "expand_as",
                MATRIX.shaped(1, 3, 4),
                graph -> graph.weight("c", SIGNED).node("torch.ops.aten.expand_as.default", "y", "self=x other=c"),
                x -> Array.fill(new int[] {2, 3, 4}, p -> x.at(0, p[1], p[2])));
        add(
                "broadcast_tensors",
                MATRIX.shaped(1, 3, 4),
                graph -> graph.weight("c", SIGNED)
                        .node("torch.ops.aten.broadcast_tensors.default", "[y z]", "tensors=[x,c]"),
                x -> Array.fill(new int[] {2, 3, 4}, p -> x.at(0, p[1], p[2])));
        UnaryOperator<Array> tiled = x -> Array.fill(new int[] {6, 12}, p -> x.at(p[0] % 3, p[1] % 4));
        one("repeat.default", MATRIX, "self=x repeats=[2,3]", tiled);
        one("tile.default", MATRIX, "self=x dims=[2,3]", tiled);
        one(
                "repeat_interleave.self_int",
                MATRIX,
                "self=x repeats=2 dim=1",
                x -> Array.fill(new int[] {3, 8}, p -> x.at(p[0], p[1] / 2)));
        one("flip.default", MATRIX, "self=x dims=[1]", x -> Array.fill(x.shape(), p -> x.at(p[0], 3 - p[1])));
        one(
                "roll.default",
                MATRIX,
                "self=x shifts=[1] dims=[1]",
                x -> Array.fill(x.shape(), p -> x.at(p[0], (p[1] + 3) % 4)));
        one("tril.default", MATRIX, "self=x", x -> Array.fill(x.shape(), p -> p[1] <= p[0] ? x.at(p) : 0));
        one("triu.default", MATRIX, "self=x diagonal=1", x -> Array.fill(x.shape(), p -> p[1] > p[0] ? x.at(p) : 0));
        add(
                "cat",
                MATRIX,
                graph -> graph.weight("c", OTHER).node("torch.ops.aten.cat.default", "y", "tensors=[x,c] dim=1"),
                x -> Array.fill(new int[] {3, 8}, p -> p[1] < 4 ? x.at(p) : OTHER.at(p[0], p[1] - 4)));
        add(
                "stack",
                MATRIX,
                graph -> graph.weight("c", OTHER).node("torch.ops.aten.stack.default", "y", "tensors=[x,c] dim=1"),
                x -> Array.fill(new int[] {3, 2, 4}, p -> p[1] == 0 ? x.at(p[0], p[2]) : OTHER.at(p[0], p[2])));
        UnaryOperator<Array> second = x -> Array.fill(new int[] {3, 2}, p -> x.at(p[0], p[1] + 2));
        add(
                "chunk",
                MATRIX,
                graph -> graph.node("torch.ops.aten.chunk.default", "[u y]", "self=x chunks=2 dim=1"),
                second);
        add(
                "split",
                MATRIX,
                graph -> graph.node("torch.ops.aten.split.Tensor", "[u y]", "self=x split_size=2 dim=1"),
                second);
        add(
                "split_with_sizes",
                MATRIX,
                graph -> graph.node(
                        "torch.ops.aten.split_with_sizes.default", "[u y]", "self=x split_sizes=[1,3] dim=1"),
                x -> Array.fill(new int[] {3, 3}, p -> x.at(p[0], p[1] + 1)));
        add(
                "unbind",
                MATRIX,
                graph -> graph.node("torch.ops.aten.unbind.int", "[u y v w]", "self=x dim=1"),
                x -> Array.fill(new int[] {3}, p -> x.at(p[0], 1)));
        for (String same : List.of("alias", "clone", "contiguous", "detach", "detach_copy", "lift_fresh_copy")) {
            one(same + ".default", SIGNED, "self=x", x -> x);
        }
    }

    private static void selections() {
        one("select.int", SIGNED, "self=x dim=1 index=2", x -> Array.fill(new int[] {2, 4}, p -> x.at(p[0], 2, p[1])));
        one(
                "slice.Tensor",
                SIGNED,
                "self=x dim=2 start=1 end=9223372036854775807 step=2",
                x -> Array.fill(new int[] {2, 3, 2}, p -> x.at(p[0], p[1], 1 + 2 * p[2])));
        one(
                "narrow.default",
                SIGNED,
                "self=x dim=2 start=1 length=2",
                x -> Array.fill(new int[] {2, 3, 2}, p -> x.at(p[0], p[1], 1 + p[2])));
        Array table = Array.uniform(40, -1, 1, 5, 2);
        // x in [-2, 2) becomes the rows 0 to 4 when 2 is added and the rest cut.
        Consumer<Pt2Builder> rows = graph -> graph.weight("t", table)
                .node("torch.ops.aten.add.Scalar", "s", "self=x other=2")
                .node("torch.ops.aten._to_copy.default", "i", "self=s dtype=type:5");
        UnaryOperator<Array> looked =
                x -> Array.fill(new int[] {3, 4, 2}, p -> table.at((int) (x.at(p[0], p[1]) + 2), p[2]));
        add(
                "embedding",
                OTHER,
                rows.andThen(graph -> graph.node("torch.ops.aten.embedding.default", "y", "weight=t indices=i")),
                looked);
        add(
                "index",
                OTHER,
                rows.andThen(graph -> graph.node("torch.ops.aten.index.Tensor", "y", "self=t indices=[i]")),
                looked);
        add(
                "one_hot",
                OTHER,
                rows.andThen(graph -> graph.node("torch.ops.aten.one_hot.default", "y", "self=i num_classes=5")),
                x -> Array.fill(new int[] {3, 4, 5}, p -> truth((int) (x.at(p[0], p[1]) + 2) == p[2])));
        add(
                "index",
                MATRIX,
                graph -> graph.integers("i", new int[] {2}, 3, 1)
                        .node("torch.ops.aten.index.Tensor", "y", "self=x indices=[none,i]"),
                x -> Array.fill(new int[] {3, 2}, p -> x.at(p[0], 3 - 2 * p[1])));
        add(
                "index_select",
                MATRIX,
                graph -> graph.integers("i", new int[] {2}, 3, 1)
                        .node("torch.ops.aten.index_select.default", "y", "self=x dim=1 index=i"),
                x -> Array.fill(new int[] {3, 2}, p -> x.at(p[0], 3 - 2 * p[1])));
        add(
                "gather",
                MATRIX,
                graph -> graph.integers("i", new int[] {3, 1}, 3, 0, 2)
                        .node("torch.ops.aten.gather.default", "y", "self=x dim=1 index=i"),
                x -> Array.fill(new int[] {3, 1}, p -> x.at(p[0], new int[] {3, 0, 2}[p[0]])));
        one("to.dtype", SIGNED, "self=x dtype=type:5", x -> x.map(v -> (long) v));
        one("to.dtype_layout", SIGNED, "self=x dtype=type:6 layout=layout:7", x -> x); // half precision is not kept
        one("_to_copy.default", SIGNED, "self=x", x -> x);
        add(
                "type_as",
                SIGNED,
                graph -> graph.integers("i", new int[] {1}, 1)
                        .node("torch.ops.aten.type_as.default", "y", "self=x other=i"),
                x -> x.map(v -> (long) v));
    }

    private static void reductions() {
        one(
                "mean.dim",
                SIGNED,
                "self=x dim=[1,2] keepdim=true",
                x -> x.sum(1).sum(2).map(v -> v / 12));
        one(
                "mean.default",
                SIGNED,
                "self=x",
                x -> Array.of(new int[0], x.sum(0).sum(1).sum(2).values()[0] / 24));
        one("sum.dim_IntList", SIGNED, "self=x dim=[1]", x -> x.sum(1).shaped(2, 4));
        one("amax.default", SIGNED, "self=x dim=[1] keepdim=true", x -> x.reduced(1, -9, Math::max));
        one("amin.default", SIGNED, "self=x dim=[1] keepdim=true", x -> x.reduced(1, 9, Math::min));
        one("prod.dim_int", SIGNED, "self=x dim=1 keepdim=true", x -> x.reduced(1, 1, (a, b) -> a * b));
        one(
                "logsumexp.default",
                SIGNED,
                "self=x dim=[1] keepdim=true",
                x -> x.map(Math::exp).sum(1).map(Math::log));
        one(
                "norm.ScalarOpt_dim",
                SIGNED,
                "self=x p=2 dim=[1] keepdim=true",
                x -> x.map(v -> v * v).sum(1).map(Math::sqrt));
        one(
                "linalg_vector_norm.default",
                SIGNED,
                "self=x ord=1 dim=[1] keepdim=true",
                x -> x.map(Math::abs).sum(1));
        UnaryOperator<Array> variance = x -> x.with(x.sum(1).map(v -> v / 4), (a, m) -> (a - m) * (a - m))
                .sum(1)
                .map(v -> v / 3)
                .shaped(3);
        one("var.correction", MATRIX, "self=x dim=[1] correction=1", variance);
        one(
                "std.correction",
                MATRIX,
                "self=x dim=[1] correction=1",
                x -> variance.apply(x).map(Math::sqrt));
        add(
                "var_mean",
                MATRIX,
                graph -> graph.node("torch.ops.aten.var_mean.correction", "y m", "self=x dim=[1] correction=1"),
                variance);
        one("argmax.default", MATRIX, "self=x dim=1 keepdim=true", x -> best(x, 1));
        one("argmin.default", MATRIX, "self=x dim=1 keepdim=true", x -> best(x, -1));
        one("softmax.int", SIGNED, "self=x dim=1", x -> x.softmax(1));
        one("_softmax.default", SIGNED, "self=x dim=1 half_to_float=false", x -> x.softmax(1));
        one("log_softmax.int", SIGNED, "self=x dim=1", x -> x.softmax(1).map(Math::log));
        one(
                "_log_softmax.default",
                SIGNED,
                "self=x dim=1 half_to_float=false",
                x -> x.softmax(1).map(Math::log));
        one(
                "cumsum.default",
                MATRIX,
                "self=x dim=1",
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

    /** Tensors that are made: of one number, of a row of them, or drawn. */
    private static void made() {
        made("full", "size=[3,4] fill_value=2.5 dtype=type:7", p -> 2.5);
        made("zeros", "size=[3,4] dtype=type:8", p -> 0);
        made("ones", "size=[3,4] dtype=type:7 layout=layout:7", p -> 1);
        made("scalar_tensor", "s=1.5", p -> 1.5);
        made("arange", "end=4", p -> p[1]);
        made("zeros_like", "self=x", p -> 0);
        made("ones_like", "self=x", p -> 1);
        made("full_like", "self=x fill_value=3", p -> 3);
        drawn("randn", "size=[2,5000]", 1);
        drawn("randn_like", "self=x", 1);
        ALL.add(new Case(
                "normal",
                POINTS,
                graph -> graph.node("torch.ops.aten.full_like.default", "m", "self=x fill_value=3.0")
                        .node("torch.ops.aten.normal.Tensor_float", "r", "mean=m std=2.0")
                        .node("torch.ops.aten.square.default", "q", "self=r")
                        .node("torch.ops.aten.mean.default", "y", "self=q"),
                x -> Array.of(new int[0], 9 + 4),
                0.05));
        // Drawn in place: what reads the tensor afterwards reads the draws.
        ALL.add(new Case(
                "normal_",
                POINTS,
                graph -> graph.node("torch.ops.aten.empty.memory_format", "m", "size=[2,5000] layout=layout:7")
                        .node("torch.ops.aten.normal_.default", "r", "self=m mean=3.0 std=2.0")
                        .node("torch.ops.aten.mul.Scalar", "o", "self=x other=0")
                        .node("torch.ops.aten.add.Tensor", "s", "self=m other=o")
                        .node("torch.ops.aten.square.default", "q", "self=s")
                        .node("torch.ops.aten.mean.default", "y", "self=q"),
                x -> Array.of(new int[0], 9 + 4),
                0.05));
        made("empty", "size=[3,4]", p -> 0);
        drawn("rand", "size=[2,5000]", 1 / 3.0);
        drawn("rand_like", "self=x", 1 / 3.0);
    }

    private static void made(String operator, String arguments, java.util.function.ToDoubleFunction<int[]> expected) {
        add(
                operator,
                MATRIX,
                graph -> graph.node("torch.ops.aten." + operator + ".default", "m", arguments)
                        .node("torch.ops.aten.add.Tensor", "y", "self=x other=m"),
                x -> Array.fill(x.shape(), p -> x.at(p) + expected.applyAsDouble(p)));
    }

    /** The mean square of 10,000 draws. */
    private static void drawn(String operator, String arguments, double expected) {
        ALL.add(new Case(
                operator,
                POINTS,
                graph -> graph.node("torch.ops.aten." + operator + ".default", "r", arguments)
                        .node("torch.ops.aten.mul.Scalar", "o", "self=x other=0")
                        .node("torch.ops.aten.add.Tensor", "s", "self=r other=o")
                        .node("torch.ops.aten.square.default", "q", "self=s")
                        .node("torch.ops.aten.mean.default", "y", "self=q"),
                x -> Array.of(new int[0], expected),
                0.07));
    }

    /** The arithmetic of sides: 2, 3 and 4. */
    private static void numbers() {
        number("sym_size", "torch.ops.aten.sym_size.int", "self=x dim=1", 3);
        number("sym_numel", "torch.ops.aten.sym_numel.default", "self=x", 24);
        number("operator add", "_operator.add", "a=$n b=2", 6);
        number("operator sub", "_operator.sub", "a=$n b=2", 2);
        number("operator mul", "_operator.mul", "a=$n b=2", 8);
        number("operator floordiv", "_operator.floordiv", "a=$n b=3", 1);
        number("operator mod", "_operator.mod", "a=$n b=3", 1);
        number("operator neg", "_operator.neg", "a=$n", -4);
        number("operator truediv", "_operator.truediv", "a=$n b=8", 0.5);
    }

    private static void number(String row, String target, String arguments, double expected) {
        add(
                row,
                SIGNED,
                graph -> graph.node("torch.ops.aten.sym_size.int", "$n", "self=x dim=2")
                        .node(target, "$k", arguments)
                        .node("torch.ops.aten.add.Scalar", "y", "self=x other=$k"),
                x -> x.map(v -> v + expected));
    }
}
