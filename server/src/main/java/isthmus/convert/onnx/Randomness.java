package isthmus.convert.onnx;

import static isthmus.convert.onnx.OnnxOperator.row;

import isthmus.convert.graph.Argument;
import java.util.List;

/** Draws, which stay draws: seeds are not kept. */
final class Randomness {
    static final List<OnnxOperator> ROWS = List.of(
            row(
                    "RandomNormal",
                    "randn",
                    call -> normal(call, call.aten("randn", Argument.ints(call.integers("shape"))))),
            row("RandomNormalLike", "randn_like", call -> normal(call, call.aten("randn_like", call.in(0)))),
            row(
                    "RandomUniform",
                    "rand",
                    call -> uniform(call, call.aten("rand", Argument.ints(call.integers("shape"))))),
            row("RandomUniformLike", "rand_like", call -> uniform(call, call.aten("rand_like", call.in(0)))));

    private Randomness() {}

    private static Argument normal(Call call, Argument standard) {
        return moved(call, standard, call.real("scale", 1), call.real("mean", 0));
    }

    private static Argument uniform(Call call, Argument standard) {
        double low = call.real("low", 0);
        return moved(call, standard, call.real("high", 1) - low, low);
    }

    private static Argument moved(Call call, Argument standard, double scale, double shift) {
        Argument scaled = scale == 1 ? standard : call.aten("mul", standard, Argument.of(scale));
        return shift == 0 ? scaled : call.aten("add", scaled, Argument.of(shift));
    }
}
