package isthmus.convert.onnx;

import isthmus.convert.graph.Argument;
import java.util.function.Function;

/**
 * How an operator of ONNX is written in PyTorch's aten. Immutable; any thread.
 *
 * @param aten the operators that it becomes
 */
record OnnxOperator(String name, String aten, Translation translation) {
    /** Adds what stands for a node to the graph, and gives its results. */
    interface Translation {
        void translate(Call call);
    }

    /** An operator with one result. */
    static OnnxOperator row(String name, String aten, Function<Call, Argument> result) {
        return new OnnxOperator(name, aten, call -> call.result(0, result.apply(call)));
    }

    /** An operator of one tensor whose name is all that differs. */
    static OnnxOperator unary(String name, String aten) {
        return row(name, aten, call -> call.aten(aten, call.in(0)));
    }

    /** An operator of two tensors whose name is all that differs. */
    static OnnxOperator binary(String name, String aten) {
        return row(name, aten, call -> call.aten(aten, call.in(0), call.number(1)));
    }
}
