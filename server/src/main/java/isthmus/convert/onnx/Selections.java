package isthmus.convert.onnx;

import static isthmus.convert.onnx.OnnxOperator.row;

import isthmus.convert.graph.Argument;
import isthmus.convert.graph.Constant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Parts of tensors by their places, and the arithmetic of shapes. */
final class Selections {
    static final int MOST_SIDES = 16; // more than any tensor has, and less than what stands for the end

    static final List<OnnxOperator> ROWS = List.of(
            row("Gather", "select, embedding, index_select", Selections::gather),
            row(
                    "GatherElements",
                    "gather",
                    call -> call.aten("gather", call.in(0), Argument.of(call.integer("axis", 0)), call.in(1))),
            row("Slice", "slice", Selections::slice),
            row("OneHot", "one_hot", Selections::oneHot),
            new OnnxOperator("Shape", "size", Selections::shape),
            row("Size", "numel", call -> call.aten("tensor", call.aten("numel", call.in(0)))),
            row("Range", "arange", call -> {
                Argument numbers = call.aten("arange", scalar(call, 0), scalar(call, 1), scalar(call, 2));
                return call.aten("type_as", numbers, call.in(0));
            }),
            new OnnxOperator("Constant", "", Selections::constant),
            row("ConstantOfShape", "full", call -> {
                Constant value = call.tensor("value") == null
                        ? null
                        : call.tensor("value").constant(null);
                Argument type = call.tensor("value") == null
                        ? Types.FLOAT
                        : Types.of(call.tensor("value").type());
                Argument number = value == null
                        ? Argument.of(0.0)
                        : value.isInteger() ? Argument.of(value.integers()[0]) : Argument.of(value.floats()[0]);
                return call.aten("full", call.list(0), number, Argument.named("dtype", type));
            }),
            new OnnxOperator("Identity", "", Call::same),
            new OnnxOperator("Cast", "to", Selections::cast),
            row("CastLike", "type_as", call -> call.aten("type_as", call.in(0), call.in(1))));

    private Selections() {}

    private static Argument scalar(Call call, int input) {
        Argument number = call.number(input);
        return number instanceof Argument.Literal ? number : call.aten("item", number);
    }

    private static Argument gather(Call call) {
        Argument axis = Argument.of(call.integer("axis", 0));
        Optional<Constant> stated = call.constant(1);
        if (stated.isPresent() && stated.get().shape().length == 0) {
            long index = stated.get().integers()[0];
            Optional<Argument> shaped = call.shaped(0);
            if (shaped.isPresent()) {
                return call.aten("tensor", call.aten("size", shaped.get(), Argument.of(index)));
            }
            return call.aten("select", call.in(0), axis, Argument.of(index));
        }
        if (stated.isPresent() && call.shaped(0).isPresent()) {
            return call.aten("tensor", sides(call, stated.get().integers()));
        }
        boolean counted =
                stated.isPresent() && Arrays.stream(stated.get().integers()).allMatch(i -> i >= 0);
        Argument indices = counted
                ? call.in(1)
                : call.aten("remainder", call.in(1), call.aten("size", call.in(0), axis)); // negative: from the end
        if (call.integer("axis", 0) == 0
                && call.constant(0).filter(table -> table.shape().length == 2).isPresent()) {
            return call.aten("embedding", call.in(0), indices);
        }
        Argument rows = call.aten("index_select", call.in(0), axis, call.aten("reshape", indices, Argument.ints(-1)));
        if (stated.isPresent() && stated.get().shape().length == 1) {
            return rows;
        }
        // The axis gives way to the sides of the indices.
        Argument size = call.aten("size", call.in(0));
        Argument from = call.integer("axis", 0) >= 0 ? axis : call.aten("add", axis, call.aten("dim", call.in(0)));
        Argument before = call.aten("slice", size, Argument.of(0), from, Argument.of(1));
        Argument after = call.aten(
                "slice", size, call.aten("add", from, Argument.of(1)), Argument.of(Long.MAX_VALUE), Argument.of(1));
        Argument shape = call.aten("add", call.aten("add", before, call.aten("size", indices)), after);
        return call.aten("reshape", rows, shape);
    }

    /** The sides of the tensor whose shape is the first input. */
    private static Argument sides(Call call, long... axes) {
        Argument tensor = call.shaped(0).orElseThrow();
        return new Argument.Several(Arrays.stream(axes)
                .<Argument>mapToObj(axis -> call.aten("size", tensor, Argument.of(axis)))
                .toList());
    }

    private static Argument slice(Call call) {
        long[] starts = call.integers("starts", 1).orElse(null);
        long[] ends = call.integers("ends", 2).orElse(null);
        long[] axes = call.integers("axes", 3).orElse(null);
        long[] steps = call.integers(4).orElse(null);
        if ((call.has(4) && steps == null) || (call.has(3) && axes == null)) {
            throw call.refused("constant axes and steps", "computed ones");
        }
        if (axes == null) {
            int count = starts != null ? starts.length : ends != null ? ends.length : 1;
            axes = IntStream.range(0, count).asLongStream().toArray();
        }
        boolean counted = starts != null && ends != null && starts.length == 1 && starts[0] >= 0 && ends[0] >= 0;
        if (call.shaped(0).isPresent() && counted && ends[0] <= MOST_SIDES && (steps == null || steps[0] == 1)) {
            long from = starts[0];
            long[] places = IntStream.range(0, (int) (ends[0] - from))
                    .mapToLong(i -> from + i)
                    .toArray();
            return call.aten("tensor", sides(call, places), Argument.named("dtype", Types.INTEGER));
        }
        List<Argument> from = starts != null ? numbers(starts) : call.list(1, axes.length);
        List<Argument> to = ends != null ? numbers(ends) : call.list(2, axes.length);
        Argument result = call.in(0);
        for (int i = 0; i < axes.length; i++) {
            long step = steps == null ? 1 : steps[i];
            if (step < 0) {
                if (step != -1 || starts == null || ends == null || starts[i] != -1 || ends[i] > -Integer.MAX_VALUE) {
                    throw call.refused("steps forward, or one whole side backwards", "a step of " + step);
                }
                result = call.aten("flip", result, Argument.ints(axes[i]));
                continue;
            }
            result = call.aten("slice", result, Argument.of(axes[i]), from.get(i), to.get(i), Argument.of(step));
        }
        return result;
    }

    private static List<Argument> numbers(long[] stated) {
        return Arrays.stream(stated).mapToObj(Argument::of).toList();
    }

    private static Argument oneHot(Call call) {
        if (call.integer("axis", -1) != -1) {
            throw call.refused("classes along the last side", "axis " + call.integer("axis", -1));
        }
        Constant values = call.constant(2).orElseThrow(() -> call.refused("constant values", "computed ones"));
        long depth = call.integers(1).orElseThrow(() -> call.refused("a constant depth", "a computed one"))[0];
        Argument classes = call.aten("remainder", call.aten("to", call.in(0), Types.INTEGER), Argument.of(depth));
        Argument hot = call.aten("one_hot", classes, Argument.of(depth));
        if (values.isInteger()) {
            long[] levels = values.integers();
            return call.aten("add", call.aten("mul", hot, Argument.of(levels[1] - levels[0])), Argument.of(levels[0]));
        }
        float[] levels = values.floats();
        return call.aten(
                "add",
                call.aten("mul", call.aten("to", hot, Types.FLOAT), Argument.of((double) levels[1] - levels[0])),
                Argument.of(levels[0]));
    }

    private static void shape(Call call) {
        long start = call.integer("start", 0);
        long end = call.integer("end", Long.MAX_VALUE);
        Argument sides = call.aten("size", call.in(0));
        if (start >= 0 && end > start && end <= MOST_SIDES) {
            sides = new Argument.Several(LongStream.range(start, end)
                    .<Argument>mapToObj(side -> call.aten("size", call.in(0), Argument.of(side)))
                    .toList());
        } else if (start != 0 || call.has("end")) {
            sides = call.aten("slice", sides, Argument.of(start), Argument.of(end), Argument.of(1));
        } else {
            call.shapeOf(call.in(0));
        }
        call.result(0, call.aten("tensor", sides, Argument.named("dtype", Types.INTEGER)));
    }

    private static void constant(Call call) {
        OnnxTensor tensor = call.tensor("value");
        if (tensor != null) {
            call.result(tensor);
        } else if (call.has("value_float")) {
            call.result(Constant.of(new int[0], (float) call.real("value_float", 0)));
        } else if (call.has("value_int")) {
            call.result(Constant.of(new int[0], call.integer("value_int", 0)));
        } else if (call.has("value_ints")) {
            long[] values = call.integers("value_ints");
            call.result(Constant.of(new int[] {values.length}, values));
        } else if (call.has("value_floats")) {
            double[] values = call.reals("value_floats");
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            call.result(Constant.of(new int[] {floats.length}, floats));
        } else {
            throw call.refused("numbers", "a constant of another kind");
        }
    }

    /** A cast between types that are the same here leaves a constant one. */
    private static void cast(Call call) {
        Argument type = Types.of(call.integer("to", 1));
        Optional<Constant> stated = call.constant(0);
        if (stated.isPresent() && type.equals(stated.get().isInteger() ? Types.INTEGER : Types.FLOAT)) {
            call.same();
            return;
        }
        call.result(0, call.aten("to", call.in(0), type));
        call.shaped(0).ifPresent(call::shapeOf);
    }
}
