package isthmus.convert.onnx;

import static isthmus.convert.onnx.OnnxOperator.row;

import isthmus.convert.graph.Argument;
import java.util.Arrays;
import java.util.List;

/** Sums, means and extremes over sides, and what divides by them. */
final class Reductions {
    private static final int ONE_SIDE = 13; // the version since which a softmax is over one side

    static final List<OnnxOperator> ROWS = List.of(
            row("ReduceMean", "mean", call -> reduced(call, "mean", call.in(0))),
            row("ReduceSum", "sum", call -> reduced(call, "sum", call.in(0))),
            row("ReduceMax", "amax", call -> reduced(call, "amax", call.in(0))),
            row("ReduceMin", "amin", call -> reduced(call, "amin", call.in(0))),
            row("ReduceSumSquare", "mul, sum", call -> reduced(call, "sum", call.aten("mul", call.in(0), call.in(0)))),
            row("ReduceL1", "abs, sum", call -> reduced(call, "sum", call.aten("abs", call.in(0)))),
            row(
                    "ReduceL2",
                    "mul, sum, sqrt",
                    call -> call.aten("sqrt", reduced(call, "sum", call.aten("mul", call.in(0), call.in(0))))),
            row("ReduceLogSum", "sum, log", call -> call.aten("log", reduced(call, "sum", call.in(0)))),
            row(
                    "ReduceLogSumExp",
                    "exp, sum, log",
                    call -> call.aten("log", reduced(call, "sum", call.aten("exp", call.in(0))))),
            row("ReduceProd", "prod", Reductions::product),
            row("ArgMax", "argmax", call -> place(call, "argmax")),
            row("ArgMin", "argmin", call -> place(call, "argmin")),
            row("Softmax", "softmax", call -> softmax(call, "softmax")),
            row("LogSoftmax", "log_softmax", call -> softmax(call, "log_softmax")),
            row(
                    "CumSum",
                    "cumsum",
                    call -> call.aten("cumsum", call.in(0), Argument.of(stated(call, 1, "a constant axis")[0]))));

    private Reductions() {}

    private static long[] stated(Call call, int input, String expected) {
        return call.integers(input).orElseThrow(() -> call.refused(expected, "one that is computed"));
    }

    /** The sides to reduce; none is all of them, for which aten wants none. */
    private static long[] axes(Call call) {
        return call.has("axes") ? call.integers("axes") : call.has(1) ? stated(call, 1, "constant axes") : new long[0];
    }

    private static Argument reduced(Call call, String aten, Argument x) {
        long[] axes = axes(call);
        if (axes.length == 0 && call.integer("noop_with_empty_axes", 0) != 0) {
            return x;
        }
        return call.aten(aten, x, Argument.ints(axes), Argument.of(call.integer("keepdims", 1) != 0));
    }

    private static Argument product(Call call) {
        long[] axes = axes(call);
        Argument keep = Argument.of(call.integer("keepdims", 1) != 0);
        if (axes.length == 0) {
            return call.aten("prod", call.in(0));
        }
        Arrays.sort(axes);
        if (axes[0] < 0 && axes[axes.length - 1] >= 0) {
            throw call.refused("axes counted from one end", Arrays.toString(axes));
        }
        Argument result = call.in(0);
        // From the side that does not move the others: the last where counted from the front, the first where from the
        // end.
        for (int i = 0; i < axes.length; i++) {
            long axis = axes[0] < 0 ? axes[i] : axes[axes.length - 1 - i];
            result = call.aten("prod", result, Argument.of(axis), keep);
        }
        return result;
    }

    private static Argument place(Call call, String aten) {
        if (call.integer("select_last_index", 0) != 0) {
            throw call.refused("the first of equals", "select_last_index");
        }
        return call.aten(
                aten, call.in(0), Argument.of(call.integer("axis", 0)), Argument.of(call.integer("keepdims", 1) != 0));
    }

    private static Argument softmax(Call call, String aten) {
        if (call.version() >= ONE_SIDE || call.integer("axis", 1) == -1) {
            return call.aten(aten, call.in(0), Argument.of(call.integer("axis", -1)));
        }
        // Before that, it was over all sides from the axis on together.
        Argument flat = call.aten("flatten", call.in(0), Argument.of(call.integer("axis", 1)), Argument.of(-1));
        return call.aten("reshape", call.aten(aten, flat, Argument.of(-1)), call.aten("size", call.in(0)));
    }
}
