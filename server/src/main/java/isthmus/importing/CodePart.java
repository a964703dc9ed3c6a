package isthmus.importing;

import isthmus.inference.torch.RawNetwork.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which numbers of an encoder's answer: a tensor, or a half of it along its second axis. Immutable; any thread.
 *
 * @param path of the tensor in the answer, as in {@link Output}
 * @param half 0 for the whole tensor, 1 and 2 for its halves
 */
record CodePart(String path, int half) {
    /** Whole tensors first. */
    static List<CodePart> of(List<Output> outputs, int count) {
        List<CodePart> parts = new ArrayList<>();
        for (Output output : outputs) {
            if (isRows(output, count)) {
                parts.add(new CodePart(output.path(), 0));
            }
        }
        for (Output output : outputs) {
            if (isRows(output, count) && output.shape()[1] % 2 == 0) {
                parts.add(new CodePart(output.path(), 1));
                parts.add(new CodePart(output.path(), 2));
            }
        }
        return parts;
    }

    private static boolean isRows(Output output, int count) {
        return output.shape().length >= 2 && output.shape()[0] == count && output.values().length > 0;
    }

    private Output tensor(List<Output> outputs) {
        return outputs.stream()
                .filter(one -> one.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    /** Shape of one row. */
    long[] row(List<Output> outputs) {
        long[] shape = tensor(outputs).shape();
        long[] row = Arrays.copyOfRange(shape, 1, shape.length);
        row[0] /= half == 0 ? 1 : 2;
        return row;
    }

    /** The numbers, (count, dim). */
    float[] values(List<Output> outputs) {
        Output tensor = tensor(outputs);
        if (half == 0) {
            return tensor.values();
        }
        int count = (int) tensor.shape()[0];
        int dim = tensor.values().length / count / 2;
        float[] some = new float[count * dim];
        for (int i = 0; i < count; i++) {
            System.arraycopy(tensor.values(), (2 * i + half - 1) * dim, some, i * dim, dim);
        }
        return some;
    }

    /** TorchScript's source to read them from the answer. */
    String script(String answer) {
        return half == 0 ? answer + path : "(torch.chunk(%s, 2, 1))[%d]".formatted(answer + path, half - 1);
    }

    @Override
    public String toString() {
        String tensor = path.isEmpty() ? "the output" : "output " + path.replaceAll("[\\[\\]]", "");
        return half == 0 ? tensor : (half == 1 ? "the first half of " : "the second half of ") + tensor;
    }
}
