package isthmus.convert.pickle;

import isthmus.convert.pickle.StateDict.Entry;
import isthmus.image.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What the names and shapes of weights let one suppose of a model: the shape of an image, and how many numbers a code has.
 * Immutable; any thread.
 */
record ModelGuess(Optional<Shape> image, OptionalInt code) {
    private static final Pattern DECODER = Pattern.compile("(?i)(.*[._])?(dec|decoder|decode|gen|generator)([._].*)?");
    private static final Pattern MEAN = Pattern.compile(
            "(?i)(.*\\.)?(((fc|z|to|linear|dense)_?)?(mu|mean)(_?(fc|layer|linear|head))?|fc21)(\\.\\d+)?");
    private static final List<Integer> USUAL_SIDES = List.of(28, 32, 48, 64, 96, 128, 224, 256);
    private static final int LARGEST = 1024; // pixels
    private static final int SIDE = 32; // of images of which only the channels are known
    private static final String WEIGHT = ".weight";

    static ModelGuess of(StateDict state) {
        List<Entry> weights = state.tensors().stream()
                .filter(entry ->
                        entry.name().endsWith(WEIGHT) && entry.shape().stream().allMatch(side -> side > 0))
                .toList();
        List<Entry> encoder =
                weights.stream().filter(entry -> !isDecoder(entry)).toList();
        return new ModelGuess(image(encoder), code(weights));
    }

    private static boolean isDecoder(Entry entry) {
        return DECODER.matcher(entry.name()).matches();
    }

    private static boolean isMatrix(Entry entry) {
        return entry.shape().size() == 2;
    }

    /** The outputs of what seems to give the mean; else the inputs of the decoder. */
    private static OptionalInt code(List<Entry> weights) {
        Optional<Integer> mean = weights.stream()
                .filter(entry -> isMatrix(entry)
                        && MEAN.matcher(entry.name().substring(0, entry.name().length() - WEIGHT.length()))
                                .matches())
                .map(entry -> entry.shape().get(0))
                .findFirst();
        Optional<Integer> decoded = weights.stream()
                .filter(entry -> isMatrix(entry) && isDecoder(entry))
                .map(entry -> entry.shape().get(1))
                .findFirst();
        return mean.or(() -> decoded).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static Optional<Shape> image(List<Entry> encoder) {
        List<Entry> convolutions = new ArrayList<>();
        for (Entry entry : encoder) {
            if (entry.shape().size() == 4) {
                convolutions.add(entry);
            } else if (isMatrix(entry)) {
                int inputs = entry.shape().get(1);
                return convolutions.isEmpty() ? ofPixels(inputs) : convolved(convolutions, inputs);
            }
        }
        return convolutions.isEmpty() ? Optional.empty() : convolved(convolutions, 0);
    }

    /** Of a perceptron, which takes all values in a row. */
    private static Optional<Shape> ofPixels(int values) {
        if (values == 28 * 20) {
            return Optional.of(new Shape(1, 28, 20));
        }
        for (int channels : new int[] {1, 3, 4}) {
            int side = (int) Math.round(Math.sqrt((double) values / channels));
            if (side <= LARGEST && channels * side * side == values) {
                return Optional.of(new Shape(channels, side, side));
            }
        }
        return Optional.empty();
    }

    /**
     * Of convolutions each of which halves the sides or leaves them, until the last one's are a row of values.
     *
     * @param values in that row; 0 where it is not known
     */
    private static Optional<Shape> convolved(List<Entry> convolutions, int values) {
        int channels = convolutions.get(0).shape().get(1);
        if (channels > 4) {
            return Optional.empty();
        }
        int last = convolutions.get(convolutions.size() - 1).shape().get(0);
        int side = (int) Math.round(Math.sqrt((double) values / last));
        if (side < 1 || last * side * side != values) {
            return Optional.of(new Shape(channels, SIDE, SIDE));
        }
        int halved = (int)
                convolutions.stream().filter(entry -> entry.shape().get(3) > 1).count();
        for (int times = halved; times >= 0; times--) {
            if (times < Integer.SIZE - 2 && USUAL_SIDES.contains(side << times)) {
                return Optional.of(new Shape(channels, side << times, side << times));
            }
        }
        return Optional.of(new Shape(channels, SIDE, SIDE));
    }
}
