package isthmus.convert.onnx;

import isthmus.convert.graph.Argument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The padding of a convolution or pooling over each side of its windows.
 *
 * @param before at the beginning of each side
 * @param after at its end
 */
record Padding(List<Argument> before, List<Argument> after) {
    /** As the node's attributes state it, by numbers or by the size of what comes out. */
    static Padding of(Call call, long[] kernel, long[] strides, long[] dilations) {
        String auto = call.word("auto_pad", "NOTSET");
        int sides = kernel.length;
        if (auto.equals("NOTSET") || auto.equals("VALID")) {
            long[] pads = auto.equals("VALID") ? new long[2 * sides] : call.integers("pads", new long[2 * sides]);
            return of(Arrays.copyOf(pads, sides), Arrays.copyOfRange(pads, sides, 2 * sides));
        }
        List<Argument> less = new ArrayList<>();
        List<Argument> more = new ArrayList<>();
        for (int i = 0; i < sides; i++) {
            long reach = (kernel[i] - 1) * dilations[i];
            if (strides[i] == 1) {
                less.add(Argument.of(reach / 2));
                more.add(Argument.of(reach - reach / 2));
                continue;
            }
            // So that ⌈side / stride⌉ windows fit: the reach less what the last step leaves over.
            Argument last = call.aten("sub", call.aten("size", call.in(0), Argument.of(2 + i)), Argument.of(1));
            Argument total = call.aten(
                    "prim::max",
                    call.aten("sub", Argument.of(reach), call.aten("remainder", last, Argument.of(strides[i]))),
                    Argument.of(0));
            Argument half = call.aten("floordiv", total, Argument.of(2));
            less.add(half);
            more.add(call.aten("sub", total, half));
        }
        return auto.equals("SAME_UPPER") ? new Padding(less, more) : new Padding(more, less);
    }

    static Padding of(long[] before, long[] after) {
        return new Padding(
                Arrays.stream(before).mapToObj(Argument::of).toList(),
                Arrays.stream(after).mapToObj(Argument::of).toList());
    }

    boolean isEven() {
        return before.equals(after);
    }

    Argument even() {
        return new Argument.Several(before);
    }

    /** For aten's pad, which wants the last side first, each with its beginning and end. */
    Argument reversed() {
        List<Argument> pairs = new ArrayList<>();
        for (int i = before.size() - 1; i >= 0; i--) {
            pairs.add(before.get(i));
            pairs.add(after.get(i));
        }
        return new Argument.Several(pairs);
    }
}
