package isthmus.convert.onnx;

import static isthmus.convert.onnx.OnnxOperator.row;

import isthmus.convert.graph.Argument;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Images made larger or smaller. */
final class Resizing {
    private static final int OUTER = 2; // sides before those of the image: batch and channels

    static final List<OnnxOperator> ROWS = List.of(
            row(
                    "Resize",
                    "upsample_nearest2d, _upsample_nearest_exact2d, upsample_bilinear2d, upsample_bicubic2d",
                    call -> call.version() < 11
                            ? resized(call, 1, -1, "asymmetric", "floor")
                            : resized(
                                    call,
                                    2,
                                    3,
                                    call.word("coordinate_transformation_mode", "half_pixel"),
                                    call.word("nearest_mode", "round_prefer_floor"))),
            row(
                    "Upsample",
                    "upsample_nearest2d, upsample_bilinear2d",
                    call -> resized(call, 1, -1, "asymmetric", "floor")));

    private Resizing() {}

    /** @param scales the input that has them, and {@code sizes} the one that has sizes instead */
    private static Argument resized(Call call, int scales, int sizes, String coordinates, String rounding) {
        if (call.has("axes") || call.integer("antialias", 0) != 0) {
            throw call.refused("all sides, without antialiasing", call.has("axes") ? "axes" : "antialias");
        }
        double[] factors = call.has("scales")
                ? call.reals("scales")
                : call.reals(scales).filter(stated -> stated.length > 0).orElse(null);
        Argument size = Argument.none();
        Argument scale = Argument.none();
        int sides = 2;
        boolean whole = false;
        if (factors != null) {
            if (factors[0] != 1 || factors[1] != 1) {
                throw call.refused("batch and channels as they are", "scales " + Arrays.toString(factors));
            }
            double[] inner = Arrays.copyOfRange(factors, OUTER, factors.length);
            sides = inner.length;
            scale = Argument.floats(inner);
            whole = Arrays.stream(inner).allMatch(one -> one >= 1 && one == Math.rint(one));
        } else if (sizes > 0 && call.has(sizes)) {
            Optional<long[]> stated = call.integers(sizes);
            sides = stated.map(all -> Math.max(all.length - OUTER, 0)).orElse(2);
            List<Argument> all = call.list(sizes, OUTER + sides);
            size = new Argument.Several(all.subList(OUTER, OUTER + sides));
        } else {
            throw call.refused("constant scales, or sizes", "computed scales");
        }
        return switch (call.word("mode", "nearest")) {
            case "nearest" -> nearest(call, sides, size, scale, coordinates, rounding, whole);
            case "linear" ->
                linear(call, List.of("linear1d", "bilinear2d", "trilinear3d").get(sides - 1), size, scale, coordinates);
            case "cubic" -> linear(call, "bicubic2d", size, scale, coordinates);
            default -> throw call.refused("nearest, linear or cubic", call.word("mode", ""));
        };
    }

    private static Argument nearest(
            Call call, int sides, Argument size, Argument scale, String coordinates, String rounding, boolean whole) {
        boolean cut = coordinates.equals("asymmetric") && rounding.equals("floor");
        // Between pixels' middles, rounding decides only where two are equally near: never where the scale is whole.
        boolean middles = List.of("half_pixel", "pytorch_half_pixel", "half_pixel_symmetric")
                        .contains(coordinates)
                && ((rounding.startsWith("round") && whole) || rounding.equals("round_prefer_ceil"));
        boolean tensorflow = coordinates.equals("tf_half_pixel_for_nn") && rounding.equals("floor");
        if (!cut && !middles && !tensorflow) {
            throw call.refused(
                    "nearest pixels by asymmetric coordinates and floor, or by half_pixel and a whole scale",
                    coordinates + " and " + rounding);
        }
        String aten = cut ? "upsample_nearest%dd" : "_upsample_nearest_exact%dd";
        return call.aten(aten.formatted(sides), call.in(0), size, scale);
    }

    private static Argument linear(Call call, String aten, Argument size, Argument scale, String coordinates) {
        if (!List.of("half_pixel", "pytorch_half_pixel", "half_pixel_symmetric", "align_corners")
                .contains(coordinates)) {
            throw call.refused("coordinates by half_pixel or align_corners", coordinates);
        }
        return call.aten("upsample_" + aten, call.in(0), size, Argument.of(coordinates.equals("align_corners")), scale);
    }
}
