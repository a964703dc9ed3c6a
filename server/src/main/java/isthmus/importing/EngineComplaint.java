package isthmus.importing;

import isthmus.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What libtorch says of a network that does not run, as its cause and its cure. Any thread. */
final class EngineComplaint {
    private static final Pattern MISSING = Pattern.compile("missing value for argument '(\\w+)'");
    private static final Pattern CHANNELS =
            Pattern.compile("to have (\\d+) channels?, but got (\\d+) channels? instead");
    private static final Pattern PRODUCT =
            Pattern.compile("mat1 and mat2 shapes cannot be multiplied \\((\\d+)x(\\d+) and (\\d+)x(\\d+)\\)");

    private static final Pattern SIZE =
            Pattern.compile("invalid for input of size|must match|[Ee]xpected size|Sizes of tensors|batch");

    private EngineComplaint() {}

    /** The same failure of the file by its name; or one that says what to do, where that is known. */
    static Failure explained(Failure failure, String name) {
        Matcher missing = MISSING.matcher(failure.found());
        if (missing.find()) {
            return Failure.modelFailed(
                            name,
                            "a network of one input",
                            "one that takes a second, " + missing.group(1) + ", such as a condition")
                    .hint("export it with that input fixed, a model for each condition")
                    .causedBy(failure);
        }
        Failure renamed = Failure.modelFailed(name, failure.expected(), failure.found());
        return (failure.hint() == null ? renamed : renamed.hint(failure.hint())).causedBy(failure);
    }

    /** Whether the complaint may be of the number of rows. */
    static boolean isOfSize(Failure failure) {
        return SIZE.matcher(failure.found()).find();
    }

    /** Channels that the first convolution wants; 0 where the complaint is of something else. */
    static int channelsWanted(Failure failure) {
        Matcher channels = CHANNELS.matcher(failure.found());
        return channels.find() ? Integer.parseInt(channels.group(1)) : 0;
    }

    /** Numbers that were given to a matrix product, and that it wants; null where the complaint is of something else. */
    static int[] product(Failure failure) {
        Matcher product = PRODUCT.matcher(failure.found());
        return product.find()
                ? new int[] {Integer.parseInt(product.group(2)), Integer.parseInt(product.group(3))}
                : null;
    }
}
