package isthmus.convert.onnx;

import static isthmus.convert.onnx.OnnxOperator.row;

import isthmus.convert.graph.Argument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What moves numbers about without changing them. */
final class Shapes {
    static final List<OnnxOperator> ROWS = List.of(
            row("Reshape", "reshape", Shapes::reshape),
            row("Flatten", "flatten", Shapes::flatten),
            row(
                    "Transpose",
                    "permute",
                    call -> call.has("perm")
                            ? call.aten("permute", call.in(0), Argument.ints(call.integers("perm")))
                            : call.aten("numpy_T", call.in(0))),
            row(
                    "Concat",
                    "cat",
                    call -> call.aten("cat", new Argument.Several(call.all()), Argument.of(call.integer("axis", 0)))),
            new OnnxOperator("Split", "split_with_sizes, chunk", Shapes::split),
            row(
                    "Squeeze",
                    "squeeze",
                    call -> call.integers("axes", 1)
                            .map(axes -> call.aten("squeeze", call.in(0), Argument.ints(axes)))
                            .orElseGet(() -> call.aten("squeeze", call.in(0)))),
            row("Unsqueeze", "unsqueeze", Shapes::unsqueeze),
            row(
                    "Expand",
                    "broadcast_tensors",
                    call -> call.several(
                                    2, "broadcast_tensors", Argument.list(call.in(0), call.aten("zeros", call.list(1))))
                            .get(0)),
            row("Tile", "tile", call -> call.aten("tile", call.in(0), call.list(1))),
            row("Pad", "pad", Shapes::pad),
            row("DepthToSpace", "pixel_shuffle", Shapes::depthToSpace),
            row("SpaceToDepth", "reshape, permute", Shapes::spaceToDepth),
            row(
                    "Trilu",
                    "tril, triu",
                    call -> call.aten(
                            call.integer("upper", 1) != 0 ? "triu" : "tril",
                            call.in(0),
                            Argument.of(call.has(1) ? stated(call, 1)[0] : 0))));

    private Shapes() {}

    private static long[] stated(Call call, int input) {
        return call.integers(input).orElseThrow(() -> call.refused("a constant as input " + input, "a computed one"));
    }

    /** A zero stands for the side that is there. */
    private static Argument reshape(Call call) {
        long[] shape = call.integers("shape", 1).orElse(null);
        if (shape == null || call.integer("allowzero", 0) != 0) {
            return call.aten("reshape", call.in(0), call.list(1));
        }
        List<Argument> sides = IntStream.range(0, shape.length)
                .<Argument>mapToObj(
                        i -> shape[i] == 0 ? call.aten("size", call.in(0), Argument.of(i)) : Argument.of(shape[i]))
                .toList();
        return call.aten("reshape", call.in(0), new Argument.Several(sides));
    }

    /** To two sides: those before the axis, and those from it on. */
    private static Argument flatten(Call call) {
        long axis = call.integer("axis", 1);
        if (axis == 0) {
            return call.aten("reshape", call.in(0), Argument.ints(1, -1));
        }
        Argument behind = call.aten("flatten", call.in(0), Argument.of(axis), Argument.of(-1));
        return axis == 1 ? behind : call.aten("flatten", behind, Argument.of(0), Argument.of(-2));
    }

    private static void split(Call call) {
        Argument axis = Argument.of(call.integer("axis", 0));
        List<Argument.Value> parts;
        if (call.has("split") || call.has(1)) {
            Argument sizes = call.has("split") ? Argument.ints(call.integers("split")) : call.list(1);
            parts = call.several(call.outputs(), "split_with_sizes", call.in(0), sizes, axis);
        } else {
            parts = call.several(call.outputs(), "chunk", call.in(0), Argument.of(call.outputs()), axis);
        }
        for (int i = 0; i < parts.size(); i++) {
            call.result(i, parts.get(i));
        }
    }

    private static Argument unsqueeze(Call call) {
        long[] axes = call.integers("axes", 1).orElseThrow(() -> call.refused("constant axes", "computed ones"));
        // In the order in which each is at its place once it is put in: from the front, or from the end.
        List<Long> ordered = new ArrayList<>();
        LongStream.of(axes).filter(axis -> axis >= 0).sorted().forEach(ordered::add);
        LongStream.of(axes).filter(axis -> axis < 0).map(axis -> -axis).sorted().forEach(axis -> ordered.add(-axis));
        Argument result = call.in(0);
        for (long axis : ordered) {
            result = call.aten("unsqueeze", result, Argument.of(axis));
        }
        return result;
    }

    private static Argument pad(Call call) {
        String mode = call.word("mode", "constant");
        String named = switch (mode) {
            case "edge" -> "replicate";
            case "wrap" -> "circular";
            default -> mode;
        };
        Argument value = call.has(2)
                ? call.reals(2).map(reals -> Argument.of(reals[0])).orElseGet(() -> call.aten("float", call.in(2)))
                : Argument.of(call.real("value", 0));
        long[] pads = call.integers("pads", 1).orElse(null);
        if (pads == null) {
            if (call.has(3)) {
                throw call.refused("constant widths where there are axes", "computed ones");
            }
            // Beginnings, then ends; aten wants pairs, those of the last side first.
            Argument pairs =
                    call.aten("flip", call.aten("reshape", call.in(1), Argument.ints(2, -1)), Argument.ints(1));
            Argument flat = call.aten("reshape", call.aten("numpy_T", pairs), Argument.ints(-1));
            Argument widths = call.aten("tolist", flat);
            if (!named.equals("constant")) { // these leave batch and channels as they are
                widths = call.aten("slice", widths, Argument.of(0), Argument.of(-4), Argument.of(1));
            }
            return call.aten("pad", call.in(0), widths, Argument.word(named), value);
        }
        long[] axes = call.has(3)
                ? stated(call, 3)
                : LongStream.range(0, pads.length / 2).toArray();
        return call.aten(
                "pad",
                call.in(0),
                Argument.ints(pairs(call, pads, axes, named.equals("constant"))),
                Argument.word(named),
                value);
    }

    /** Pairs for aten, from the last side to the first that is padded. */
    private static long[] pairs(Call call, long[] pads, long[] axes, boolean constant) {
        boolean fromEnd = Arrays.stream(axes).allMatch(axis -> axis < 0);
        if (!fromEnd && !isRange(axes)) {
            throw call.refused("axes that are all of them, or counted from the end", Arrays.toString(axes));
        }
        if (axes.length * 2L != pads.length || Arrays.stream(axes).anyMatch(axis -> axis < -Selections.MOST_SIDES)) {
            throw call.refused(
                    "two pads for each of a few axes", "%d for %s".formatted(pads.length, Arrays.toString(axes)));
        }
        int sides = fromEnd ? (int) -Arrays.stream(axes).min().orElse(0) : axes.length;
        long[] pairs = new long[2 * sides];
        for (int i = 0; i < axes.length; i++) {
            int fromLast = (int) (fromEnd ? -axes[i] - 1 : sides - 1 - axes[i]);
            pairs[2 * fromLast] = pads[i];
            pairs[2 * fromLast + 1] = pads[axes.length + i];
        }
        if (!constant) { // other modes are of an image's sides, without batch and channels
            return Arrays.copyOf(pairs, fromEnd ? Math.max(pairs.length, 4) : pairs.length - 4);
        }
        int used = pairs.length;
        while (used > 0 && pairs[used - 1] == 0 && pairs[used - 2] == 0) {
            used -= 2;
        }
        return Arrays.copyOf(pairs, used);
    }

    private static boolean isRange(long[] axes) {
        return IntStream.range(0, axes.length).allMatch(i -> axes[i] == i);
    }

    private static Argument side(Call call, int side) {
        return call.aten("size", call.in(0), Argument.of(side));
    }

    /** Channels that become places of blocks. In the order CRD they are a channel's one after the other, as in PyTorch. */
    private static Argument depthToSpace(Call call) {
        long block = call.integer("blocksize", 1);
        if (call.word("mode", "DCR").equals("CRD")) {
            return call.aten("pixel_shuffle", call.in(0), Argument.of(block));
        }
        Argument height = side(call, 2);
        Argument width = side(call, 3);
        Argument split = call.aten(
                "reshape",
                call.in(0),
                Argument.list(side(call, 0), Argument.of(block), Argument.of(block), Argument.of(-1), height, width));
        return call.aten(
                "reshape",
                call.aten("permute", split, Argument.ints(0, 3, 4, 1, 5, 2)),
                Argument.list(
                        side(call, 0),
                        Argument.of(-1),
                        call.aten("mul", height, Argument.of(block)),
                        call.aten("mul", width, Argument.of(block))));
    }

    private static Argument spaceToDepth(Call call) {
        Argument block = Argument.of(call.integer("blocksize", 1));
        Argument height = call.aten("floordiv", side(call, 2), block);
        Argument width = call.aten("floordiv", side(call, 3), block);
        Argument split = call.aten(
                "reshape", call.in(0), Argument.list(side(call, 0), side(call, 1), height, block, width, block));
        return call.aten(
                "reshape",
                call.aten("permute", split, Argument.ints(0, 3, 5, 1, 2, 4)),
                Argument.list(side(call, 0), Argument.of(-1), height, width));
    }
}
