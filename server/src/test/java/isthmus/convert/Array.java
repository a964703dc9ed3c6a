package isthmus.convert;

import isthmus.latent.Noise;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** Numbers with sides in row-major order, for computations in plain Java. */
public record Array(int[] shape, double[] values) {
    public Array {
        if (values.length != size(shape)) {
            throw new IllegalArgumentException(Arrays.toString(shape) + " of " + values.length);
        }
    }

    private static int size(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    public static Array of(int[] shape, double... values) {
        return new Array(shape, values);
    }

    /** A number for each place. */
    public static Array fill(int[] shape, ToDoubleFunction<int[]> value) {
        double[] values = new double[size(shape)];
        int[] place = new int[shape.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.applyAsDouble(place.clone());
            for (int side = shape.length - 1; side >= 0 && ++place[side] == shape[side]; side--) {
                place[side] = 0;
            }
        }
        return new Array(shape, values);
    }

    public static Array uniform(int seed, double low, double high, int... shape) {
        Noise noise = Noise.named(seed, "array");
        // What a float can hold, so that both computations start from the same.
        return fill(shape, place -> (float) (low + (high - low) * noise.uniform()));
    }

    public double at(int... place) {
        int index = 0;
        for (int side = 0; side < shape.length; side++) {
            index = index * shape[side] + place[side];
        }
        return values[index];
    }

    /** Zero outside. */
    public double orZero(int... place) {
        for (int side = 0; side < shape.length; side++) {
            if (place[side] < 0 || place[side] >= shape[side]) {
                return 0;
            }
        }
        return at(place);
    }

    public Array map(DoubleUnaryOperator each) {
        return new Array(shape, Arrays.stream(values).map(each).toArray());
    }

    /** With another of the same sides, or one with fewer sides or sides of 1 that stand for all places. */
    public Array with(Array other, DoubleBinaryOperator each) {
        return fill(shape, place -> {
            int[] there = Arrays.copyOfRange(place, place.length - other.shape.length, place.length);
            for (int side = 0; side < there.length; side++) {
                there[side] = other.shape[side] == 1 ? 0 : there[side];
            }
            return each.applyAsDouble(at(place), other.at(there));
        });
    }

    public Array shaped(int... sides) {
        return new Array(sides, values);
    }

    /** Reduced over one side, which stays with one place. */
    public Array reduced(int side, double start, DoubleBinaryOperator join) {
        int[] sides = shape.clone();
        sides[side] = 1;
        return fill(sides, place -> {
            double result = start;
            for (int i = 0; i < shape[side]; i++) {
                place[side] = i;
                result = join.applyAsDouble(result, at(place));
            }
            return result;
        });
    }

    public Array sum(int side) {
        return reduced(side, 0, Double::sum);
    }

    /** The same with the sides in another order. */
    public Array permuted(int... order) {
        int[] sides = Arrays.stream(order).map(side -> shape[side]).toArray();
        return fill(sides, place -> {
            int[] there = new int[place.length];
            for (int i = 0; i < order.length; i++) {
                there[order[i]] = place[i];
            }
            return at(there);
        });
    }

    public Array times(Array right) {
        return fill(new int[] {shape[0], right.shape[1]}, place -> {
            double sum = 0;
            for (int k = 0; k < shape[1]; k++) {
                sum += at(place[0], k) * right.at(k, place[1]);
            }
            return sum;
        });
    }

    public Array softmax(int side) {
        Array exp = map(Math::exp);
        return exp.with(exp.sum(side), (a, b) -> a / b);
    }

    /** Each channel's numbers, or each group's of channels, with mean 0 and variance 1. */
    public Array normalised(int groups, double epsilon) {
        int each = values.length / shape[0] / groups;
        double[] result = new double[values.length];
        for (int from = 0; from < values.length; from += each) {
            double[] part = Arrays.copyOfRange(values, from, from + each);
            double mean = Arrays.stream(part).average().orElseThrow();
            double variance = Arrays.stream(part)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow();
            for (int i = 0; i < each; i++) {
                result[from + i] = (part[i] - mean) / Math.sqrt(variance + epsilon);
            }
        }
        return new Array(shape, result);
    }

    public float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    public long[] sides() {
        return Arrays.stream(shape).asLongStream().toArray();
    }
}
