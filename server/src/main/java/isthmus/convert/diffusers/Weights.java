package isthmus.convert.diffusers;

import isthmus.Failure;
import isthmus.convert.diffusers.Safetensors.Entry;
import isthmus.torchscript.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The weights of a model by name, each of which has to be asked for: one that a network of the known layout does not read
 * belongs to another network. One thread.
 */
final class Weights {
    private final Safetensors file;
    private final Set<String> unread = new HashSet<>();

    Weights(Safetensors file) {
        this.file = file;
        long bytes = 0;
        for (Entry entry : file.entries()) {
            unread.add(entry.name());
            bytes += (long) entry.size() * Float.BYTES;
        }
        long most = Runtime.getRuntime().maxMemory() / 2; // each array is copied once more as it is written
        if (bytes > most) {
            throw Failure.tooLarge(
                            "",
                            "weights of at most %d MiB in float32, half of the heap".formatted(most >> 20),
                            "%d MiB".formatted(bytes >> 20))
                    .hint("give the JVM more, such as JAVA_OPTS=-Xmx8g");
        }
    }

    boolean has(String name) {
        return file.entry(name) != null;
    }

    /** A tensor by the name that it has in the file, in a shape of the same size. */
    Tensor read(String name, String as, int... shape) {
        Entry entry = file.entry(name);
        if (entry == null) {
            throw Failure.badInput(name, "weights of shape " + Arrays.toString(shape), "none");
        }
        if (!Arrays.equals(significant(entry.shape()), significant(shape))) {
            throw Failure.badInput(name, "shape " + Arrays.toString(shape), Arrays.toString(entry.shape()))
                    .hint("the config says other layers than the weights have");
        }
        unread.remove(name);
        try {
            return new Tensor(as, shape, file.values(entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A matrix is also written as a convolution of one pixel. */
    private static int[] significant(int[] shape) {
        int length = shape.length;
        while (length > 1 && shape[length - 1] == 1) {
            length--;
        }
        return Arrays.copyOf(shape, length);
    }

    /** Refuses weights that no layer read. */
    void requireAllRead() {
        if (!unread.isEmpty()) {
            throw Failure.badInput(
                    unread.stream().sorted().findFirst().orElseThrow(),
                    "no weights but those of the layers that the config says",
                    unread.size() + " more");
        }
    }
}
