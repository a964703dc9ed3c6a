package isthmus.convert.onnx;

import static isthmus.convert.onnx.OnnxOperator.row;

import isthmus.convert.graph.Argument;
import isthmus.convert.graph.Constant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Convolutions, transposed ones and pooling, in one to three dimensions. */
final class Convolutions {
    static final List<OnnxOperator> ROWS = List.of(
            row("Conv", "conv1d, conv2d, conv3d", Convolutions::convolution),
            row("ConvTranspose", "conv_transpose1d, conv_transpose2d, conv_transpose3d", Convolutions::transposed),
            row("MaxPool", "max_pool1d, max_pool2d, max_pool3d", Convolutions::maximum),
            row("AveragePool", "avg_pool1d, avg_pool2d, avg_pool3d", Convolutions::average),
            row("GlobalAveragePool", "mean", call -> overall(call, "mean")),
            row("GlobalMaxPool", "amax", call -> overall(call, "amax")));

    private Convolutions() {}

    private static long[] ones(int count) {
        long[] ones = new long[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The sides of a window over the image, which a weight has behind its two of channels. */
    private static long[] kernel(Call call) {
        if (call.has("kernel_shape")) {
            return call.integers("kernel_shape");
        }
        int[] shape = call.constant(1)
                .map(Constant::shape)
                .orElseThrow(() -> call.refused("kernel_shape or constant weights", "neither"));
        return Arrays.stream(shape).skip(2).mapToLong(side -> side).toArray();
    }

    private static Argument padded(Call call, Padding padding, double value) {
        return call.aten("constant_pad_nd", call.in(0), padding.reversed(), Argument.of(value));
    }

    private static Argument convolution(Call call) {
        long[] kernel = kernel(call);
        long[] strides = call.integers("strides", ones(kernel.length));
        long[] dilations = call.integers("dilations", ones(kernel.length));
        Padding padding = Padding.of(call, kernel, strides, dilations);
        return call.aten(
                "conv%dd".formatted(kernel.length),
                padding.isEven() ? call.in(0) : padded(call, padding, 0),
                call.in(1),
                call.inOrNone(2),
                Argument.ints(strides),
                padding.isEven() ? padding.even() : Argument.ints(new long[kernel.length]),
                Argument.ints(dilations),
                Argument.of(call.integer("group", 1)));
    }

    private static Argument transposed(Call call) {
        long[] kernel = kernel(call);
        int sides = kernel.length;
        long[] strides = call.integers("strides", ones(sides));
        long[] dilations = call.integers("dilations", ones(sides));
        long[] further = call.integers("output_padding", new long[sides]);
        String auto = call.word("auto_pad", "NOTSET");
        if (call.has("output_shape")) {
            Argument whole = transposed(call, strides, new long[sides], further, dilations);
            return cropped(call, whole, call.integers("output_shape"), auto.equals("SAME_UPPER"));
        }
        long[] before = Arrays.copyOf(call.integers("pads", new long[2 * sides]), sides);
        long[] after = Arrays.copyOfRange(call.integers("pads", new long[2 * sides]), sides, 2 * sides);
        if (auto.startsWith("SAME")) {
            for (int i = 0; i < sides; i++) { // what comes out is stride times as large as what goes in
                long total = Math.max(0, (kernel[i] - 1) * dilations[i] + 1 + further[i] - strides[i]);
                before[i] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
                after[i] = total - before[i];
            }
        }
        if (Arrays.equals(before, after)) {
            return transposed(call, strides, before, further, dilations);
        }
        Argument whole = transposed(call, strides, new long[sides], further, dilations);
        Padding crop = Padding.of(negative(before), negative(after));
        return call.aten("constant_pad_nd", whole, crop.reversed(), Argument.of(0.0));
    }

    private static long[] negative(long[] numbers) {
        return Arrays.stream(numbers).map(number -> -number).toArray();
    }

    private static Argument transposed(Call call, long[] strides, long[] pads, long[] further, long[] dilations) {
        // Aten wants less further padding than a stride or dilation has; more is zeros that the bias joins.
        return call.aten(
                "conv_transpose%dd".formatted(strides.length),
                call.in(0),
                call.in(1),
                call.inOrNone(2),
                Argument.ints(strides),
                Argument.ints(pads),
                Argument.ints(further),
                Argument.of(call.integer("group", 1)),
                Argument.ints(dilations));
    }

    /** Cuts an image to the sides that are stated; of an odd rest, the end or the beginning loses more. */
    private static Argument cropped(Call call, Argument whole, long[] stated, boolean atEnd) {
        List<Argument> before = new ArrayList<>();
        List<Argument> after = new ArrayList<>();
        for (int i = 0; i < stated.length; i++) {
            Argument rest =
                    call.aten("sub", Argument.of(stated[i]), call.aten("size", whole, Argument.of(2 + i))); // at most 0
            // floordiv goes down, so its part of an odd rest is the larger one.
            Argument larger = call.aten("floordiv", rest, Argument.of(2));
            Argument smaller = call.aten("sub", rest, larger);
            before.add(atEnd ? smaller : larger);
            after.add(atEnd ? larger : smaller);
        }
        return call.aten("constant_pad_nd", whole, new Padding(before, after).reversed(), Argument.of(0.0));
    }

    private static Argument maximum(Call call) {
        if (call.outputs() > 1) {
            throw call.refused("one output", "places of the largest too");
        }
        long[] kernel = kernel(call);
        long[] strides = call.integers("strides", ones(kernel.length));
        long[] dilations = call.integers("dilations", ones(kernel.length));
        Padding padding = Padding.of(call, kernel, strides, dilations);
        return call.aten(
                "max_pool%dd".formatted(kernel.length),
                padding.isEven() ? call.in(0) : padded(call, padding, Double.NEGATIVE_INFINITY),
                Argument.ints(kernel),
                Argument.ints(strides),
                padding.isEven() ? padding.even() : Argument.ints(new long[kernel.length]),
                Argument.ints(dilations),
                Argument.of(call.integer("ceil_mode", 0) != 0));
    }

    private static Argument average(Call call) {
        long[] kernel = kernel(call);
        long[] strides = call.integers("strides", ones(kernel.length));
        long[] dilations = call.integers("dilations", ones(kernel.length));
        if (Arrays.stream(dilations).anyMatch(one -> one != 1)) {
            throw call.refused("windows without gaps", "dilations " + Arrays.toString(dilations));
        }
        boolean all = call.integer("count_include_pad", 0) != 0;
        Padding padding = Padding.of(call, kernel, strides, dilations);
        if (padding.isEven()) {
            return pooled(call, call.in(0), kernel, strides, padding.even(), all);
        }
        Argument none = Argument.ints(new long[kernel.length]);
        Argument sums = pooled(call, padded(call, padding, 0), kernel, strides, none, true);
        if (all) {
            return sums;
        }
        Argument ones =
                call.aten("constant_pad_nd", call.aten("ones_like", call.in(0)), padding.reversed(), Argument.of(0.0));
        return call.aten("div", sums, pooled(call, ones, kernel, strides, none, true));
    }

    private static Argument pooled(
            Call call, Argument x, long[] kernel, long[] strides, Argument pads, boolean includingPads) {
        return call.aten(
                "avg_pool%dd".formatted(kernel.length),
                x,
                Argument.ints(kernel),
                Argument.ints(strides),
                pads,
                Argument.of(call.integer("ceil_mode", 0) != 0),
                Argument.of(includingPads));
    }

    /** One number a channel, whose sides are 1 each. */
    private static Argument overall(Call call, String reduction) {
        Argument x = call.in(0);
        Argument reduced = call.aten(
                reduction,
                call.aten("flatten", x, Argument.of(2), Argument.of(-1)),
                Argument.ints(2),
                Argument.of(false));
        Argument shape = call.aten("slice", call.aten("size", x), Argument.of(0), Argument.of(2), Argument.of(1));
        Argument ones = call.aten("mul", Argument.ints(1), call.aten("sub", call.aten("dim", x), Argument.of(2)));
        return call.aten("reshape", reduced, call.aten("add", shape, ones));
    }
}
