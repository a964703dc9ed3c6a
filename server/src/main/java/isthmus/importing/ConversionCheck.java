package isthmus.importing;

import isthmus.Failure;
import isthmus.convert.Examples;
import isthmus.inference.torch.RawNetwork;
import isthmus.inference.torch.RawNetwork.Output;
import isthmus.inference.torch.RawNetwork.Precision;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Holds a rewritten network against what its author's program made of the same inputs. Any thread. */
final class ConversionCheck {
    private static final double APART = 1e-3; // of the largest number, beyond which the rewriting is wrong

    private ConversionCheck() {}

    /**
     * The largest difference between the network's outputs and the examples' of the same size, in their order; empty where
     * there is nothing to compare. A Failure where it is more than rounding.
     */
    static OptionalDouble largestDifference(String name, Path network, Examples examples) {
        if (examples.outputs().isEmpty()) {
            return OptionalDouble.empty();
        }
        List<Output> outputs;
        try (RawNetwork raw = new RawNetwork(network)) {
            long[] shape = Arrays.stream(examples.shape()).asLongStream().toArray();
            outputs = raw.run(examples.inputs(), shape, Precision.FLOAT32);
            List<Output> again = raw.run(examples.inputs(), shape, Precision.FLOAT32);
            for (int i = 0; i < outputs.size(); i++) {
                if (!Arrays.equals(outputs.get(i).values(), again.get(i).values())) {
                    return OptionalDouble.empty(); // random: nothing comes again
                }
            }
        }
        double largest = -1;
        int next = 0;
        for (float[] expected : examples.outputs()) {
            if (next < outputs.size() && outputs.get(next).values().length == expected.length) {
                largest = Math.max(
                        largest, difference(name, expected, outputs.get(next++).values()));
            }
        }
        return largest < 0 ? OptionalDouble.empty() : OptionalDouble.of(largest);
    }

    private static double difference(String name, float[] expected, float[] found) {
        double apart = 0;
        double size = 1e-6;
        for (int i = 0; i < expected.length; i++) {
            apart = Math.max(apart, Math.abs(expected[i] - found[i]));
            size = Math.max(size, Math.abs(expected[i]));
        }
        if (!(apart <= APART * size)) {
            throw Failure.modelFailed(
                            name,
                            "what its author's program made of the examples in the file",
                            "numbers up to %.3g apart, of numbers up to %.3g".formatted(apart, size))
                    .hint("the file was rewritten wrongly: export the networks by torch.jit.trace instead");
        }
        return apart;
    }
}
