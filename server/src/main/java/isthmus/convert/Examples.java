package isthmus.convert;

import java.util.Arrays;
import java.util.List;

/**
 * Inputs that a file carries, and what its author's program made of them. The arrays are shared, not copied.
 *
 * @param shape of the inputs, first their count
 * @param inputs row-major, as the network takes them
 * @param outputs of the whole graph for these inputs, in its order; empty where the file has inputs alone
 */
public record Examples(int[] shape, float[] inputs, List<float[]> outputs) {
    public Examples {
        if (inputs.length != Arrays.stream(shape).reduce(1, Math::multiplyExact)) {
            throw new IllegalArgumentException(
                    "expected inputs of %s, found %d numbers".formatted(Arrays.toString(shape), inputs.length));
        }
        outputs = List.copyOf(outputs);
    }
}
