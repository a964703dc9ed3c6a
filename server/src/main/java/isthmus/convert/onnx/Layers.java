package isthmus.convert.onnx;

import static isthmus.convert.onnx.OnnxOperator.row;

import isthmus.convert.graph.Argument;
import isthmus.convert.graph.Constant;
import java.util.List;

/** Layers with weights: products, normalisation, embeddings. Convolutions are in {@link Convolutions}. */
final class Layers {
    static final List<OnnxOperator> ROWS = List.of(
            row("MatMul", "matmul", call -> call.aten("matmul", call.in(0), call.in(1))),
            row("Gemm", "linear, matmul", Layers::gemm),
            row(
                    "Einsum",
                    "einsum",
                    call -> call.aten(
                            "einsum", Argument.word(call.word("equation", "")), new Argument.Several(call.all()))),
            row("BatchNormalization", "batch_norm", Layers::batchNorm),
            row(
                    "InstanceNormalization",
                    "instance_norm",
                    call -> call.aten(
                            "instance_norm",
                            call.in(0),
                            call.in(1),
                            call.in(2),
                            Argument.none(),
                            Argument.none(),
                            Argument.of(true),
                            Argument.of(0.0),
                            epsilon(call),
                            Argument.of(false))),
            row(
                    "LayerNormalization",
                    "layer_norm",
                    call -> call.aten(
                            "layer_norm",
                            call.in(0),
                            sides(call),
                            call.in(1),
                            call.inOrNone(2),
                            epsilon(call),
                            Argument.of(false))),
            row(
                    "RMSNormalization",
                    "rms_norm",
                    call -> call.aten("rms_norm", call.in(0), sides(call), call.in(1), epsilon(call))),
            row("GroupNormalization", "group_norm", Layers::groupNorm),
            row("LpNormalization", "linalg_vector_norm, div", call -> {
                Argument axis = Argument.ints(call.integer("axis", -1));
                Argument order = Argument.of(call.integer("p", 2));
                return call.aten(
                        "div", call.in(0), call.aten("linalg_vector_norm", call.in(0), order, axis, Argument.of(true)));
            }),
            new OnnxOperator("Dropout", "", call -> {
                boolean training = call.constant(2)
                        .filter(Constant::isInteger)
                        .filter(one -> one.integers()[0] != 0)
                        .isPresent();
                if (training) {
                    call.remark("Dropout was exported as in training; it is left out, as in use.");
                }
                call.same();
            }));

    private Layers() {}

    private static Argument epsilon(Call call) {
        return Argument.of(call.real("epsilon", 1e-5));
    }

    private static Argument gemm(Call call) {
        double alpha = call.real("alpha", 1);
        double beta = call.real("beta", 1);
        boolean plain = alpha == 1 && beta == 1 && call.integer("transA", 0) == 0 && call.integer("transB", 0) == 1;
        if (plain
                && (!call.has(2)
                        || call.constant(2)
                                .filter(bias -> bias.shape().length == 1)
                                .isPresent())) {
            return call.aten("linear", call.in(0), call.in(1), call.inOrNone(2));
        }
        Argument product = call.aten("matmul", turned(call, 0, "transA"), turned(call, 1, "transB"));
        if (alpha != 1) {
            product = call.aten("mul", product, Argument.of(alpha));
        }
        if (!call.has(2)) {
            return product;
        }
        return call.aten("add", product, beta == 1 ? call.in(2) : call.aten("mul", call.in(2), Argument.of(beta)));
    }

    private static Argument turned(Call call, int input, String attribute) {
        return call.integer(attribute, 0) == 0
                ? call.in(input)
                : call.aten("transpose", call.in(input), Argument.of(0), Argument.of(1));
    }

    private static Argument batchNorm(Call call) {
        if (call.integer("training_mode", 0) != 0) {
            call.remark("A batch norm was exported as in training; it uses its running statistics, as in use.");
        }
        return call.aten(
                "batch_norm",
                call.in(0),
                call.in(1),
                call.in(2),
                call.in(3),
                call.in(4),
                Argument.of(false),
                Argument.of(0.0),
                epsilon(call),
                Argument.of(false));
    }

    /** The sides that are normalised over: those of the weights. */
    private static Argument sides(Call call) {
        Constant scale = call.constant(1).orElseThrow(() -> call.refused("constant weights", "computed ones"));
        long[] sides = new long[scale.shape().length];
        for (int i = 0; i < sides.length; i++) {
            sides[i] = scale.shape()[i];
        }
        return Argument.ints(sides);
    }

    /** Up to version 20 a group had a weight; since then a channel has. */
    private static Argument groupNorm(Call call) {
        Argument groups = Argument.of(call.integer("num_groups", 1));
        Argument weight = call.in(1);
        Argument bias = call.in(2);
        if (call.version() < 21) {
            Argument each = call.aten("floordiv", call.aten("size", call.in(0), Argument.of(1)), groups);
            weight = call.aten("repeat_interleave", weight, each);
            bias = call.aten("repeat_interleave", bias, each);
        }
        return call.aten("group_norm", call.in(0), groups, weight, bias, epsilon(call), Argument.of(false));
    }
}
