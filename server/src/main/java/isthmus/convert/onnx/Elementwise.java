package isthmus.convert.onnx;

import static isthmus.convert.onnx.OnnxOperator.binary;
import static isthmus.convert.onnx.OnnxOperator.row;
import static isthmus.convert.onnx.OnnxOperator.unary;

import isthmus.convert.graph.Argument;
import java.util.List;
import java.util.function.BinaryOperator;

/** Arithmetic, comparisons and activations, number by number. */
final class Elementwise {
    private static final Argument ONE = Argument.of(1.0);

    static final List<OnnxOperator> ROWS = List.of(
            unary("Abs", "abs"),
            unary("Acos", "acos"),
            unary("Asin", "asin"),
            unary("Atan", "atan"),
            unary("Ceil", "ceil"),
            unary("Cos", "cos"),
            unary("Cosh", "cosh"),
            unary("Erf", "erf"),
            unary("Exp", "exp"),
            unary("Floor", "floor"),
            unary("HardSwish", "hardswish"),
            unary("Log", "log"),
            unary("Mish", "mish"),
            unary("Neg", "neg"),
            unary("Not", "logical_not"),
            unary("Reciprocal", "reciprocal"),
            unary("Relu", "relu"),
            unary("Round", "round"),
            unary("Sigmoid", "sigmoid"),
            unary("Sign", "sign"),
            unary("Sin", "sin"),
            unary("Sinh", "sinh"),
            unary("Sqrt", "sqrt"),
            unary("Tan", "tan"),
            unary("Tanh", "tanh"),
            binary("Add", "add"),
            binary("Sub", "sub"),
            binary("Mul", "mul"),
            row("Div", "div", Elementwise::divide),
            binary("Pow", "pow"),
            row(
                    "Mod",
                    "remainder, fmod",
                    call -> call.aten(call.integer("fmod", 0) == 0 ? "remainder" : "fmod", call.in(0), call.in(1))),
            binary("Equal", "eq"),
            binary("Greater", "gt"),
            binary("GreaterOrEqual", "ge"),
            binary("Less", "lt"),
            binary("LessOrEqual", "le"),
            row("And", "logical_and", call -> call.aten("logical_and", call.in(0), call.in(1))),
            row("Or", "logical_or", call -> call.aten("logical_or", call.in(0), call.in(1))),
            row("Xor", "logical_xor", call -> call.aten("logical_xor", call.in(0), call.in(1))),
            row("Where", "where", call -> call.aten("where", call.in(0), call.in(1), call.in(2))),
            row("Max", "maximum", call -> folded(call, (a, b) -> call.aten("maximum", a, b))),
            row("Min", "minimum", call -> folded(call, (a, b) -> call.aten("minimum", a, b))),
            row("Sum", "add", call -> folded(call, (a, b) -> call.aten("add", a, b))),
            row(
                    "Mean",
                    "add, div",
                    call -> call.aten(
                            "div", folded(call, (a, b) -> call.aten("add", a, b)), Argument.of(call.inputs()))),
            row("Clip", "clamp", Elementwise::clip),
            row(
                    "LeakyRelu",
                    "leaky_relu",
                    call -> call.aten("leaky_relu", call.in(0), Argument.of(call.real("alpha", 0.01)))),
            row("PRelu", "where, mul", call -> {
                Argument x = call.in(0);
                return call.aten("where", call.aten("lt", x, Argument.of(0)), call.aten("mul", x, call.in(1)), x);
            }),
            row("Elu", "elu", call -> call.aten("elu", call.in(0), Argument.of(call.real("alpha", 1)))),
            row(
                    "Selu",
                    "elu",
                    call -> call.aten(
                            "elu",
                            call.in(0),
                            Argument.of(call.real("alpha", 1.6732631921768188)),
                            Argument.of(call.real("gamma", 1.0507010221481323)))),
            row("Celu", "celu", call -> call.aten("celu", call.in(0), Argument.of(call.real("alpha", 1)))),
            row(
                    "Gelu",
                    "gelu",
                    call -> call.aten(
                            "gelu",
                            call.in(0),
                            Argument.named("approximate", Argument.word(call.word("approximate", "none"))))),
            row(
                    "HardSigmoid",
                    "clamp",
                    call -> call.aten(
                            "clamp",
                            call.aten(
                                    "add",
                                    call.aten("mul", call.in(0), Argument.of(call.real("alpha", 0.2))),
                                    Argument.of(call.real("beta", 0.5))),
                            Argument.of(0.0),
                            ONE)),
            row("Swish", "silu", call -> {
                double alpha = call.real("alpha", 1);
                return alpha == 1
                        ? call.aten("silu", call.in(0))
                        : call.aten(
                                "mul",
                                call.in(0),
                                call.aten("sigmoid", call.aten("mul", call.in(0), Argument.of(alpha))));
            }),
            unary("Softplus", "softplus"),
            row(
                    "Softsign",
                    "div",
                    call -> call.aten("div", call.in(0), call.aten("add", call.aten("abs", call.in(0)), ONE))),
            row(
                    "ThresholdedRelu",
                    "threshold",
                    call -> call.aten("threshold", call.in(0), Argument.of(call.real("alpha", 1)), Argument.of(0.0))));

    private Elementwise() {}

    /** Whole numbers divided stay whole, cut towards zero. */
    private static Argument divide(Call call) {
        if (call.constant(1).filter(constant -> !constant.isInteger()).isPresent()) {
            return call.aten("div", call.in(0), call.number(1));
        }
        return call.aten("type_as", call.aten("div", call.in(0), call.in(1)), call.in(0));
    }

    private static Argument folded(Call call, BinaryOperator<Argument> joined) {
        return call.all().stream().reduce(joined).orElseThrow(() -> call.refused("inputs", "none"));
    }

    private static Argument clip(Call call) {
        if (call.has("min") || call.has("max")) { // before version 11
            return call.aten(
                    "clamp",
                    call.in(0),
                    call.has("min") ? Argument.of(call.real("min", 0)) : Argument.none(),
                    call.has("max") ? Argument.of(call.real("max", 0)) : Argument.none());
        }
        Argument result = call.in(0);
        if (call.has(1)) {
            result = call.aten("clamp_min", result, call.number(1));
        }
        return call.has(2) ? call.aten("clamp_max", result, call.number(2)) : result;
    }
}
