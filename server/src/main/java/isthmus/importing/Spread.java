package isthmus.importing;

import isthmus.Failure;
import java.util.Arrays;
import java.util.Locale;

/** What an encoder gives beside the mean of q(z|x); the commonest first. */
public enum Spread {
    LOG_VARIANCE("log variance", "%s"),
    LOG_DEVIATION("log standard deviation", "torch.mul(%s, 2.)"),
    DEVIATION("standard deviation", "torch.mul(torch.log(%s), 2.)"),
    VARIANCE("variance", "torch.log(%s)"),
    SOFTPLUS_DEVIATION("inverse softplus of the standard deviation", "torch.mul(torch.log(torch.softplus(%s)), 2.)"),
    SOFTPLUS_VARIANCE("inverse softplus of the variance", "torch.log(torch.softplus(%s))");

    private final String words;
    private final String script; // of the log variance

    Spread(String words, String script) {
        this.words = words;
        this.script = script;
    }

    public static Spread named(String text) {
        for (Spread spread : values()) {
            if (spread.option().equals(text)) {
                return spread;
            }
        }
        throw Failure.badInput(
                "--spread",
                "one of "
                        + String.join(
                                ", ",
                                Arrays.stream(values()).map(Spread::option).toList()),
                text);
    }

    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The log variance that a value says; not a number where none can. */
    double logVariance(double value) {
        return switch (this) {
            case LOG_VARIANCE -> value;
            case LOG_DEVIATION -> 2 * value;
            case DEVIATION -> value > 0 ? 2 * Math.log(value) : Double.NaN;
            case VARIANCE -> value > 0 ? Math.log(value) : Double.NaN;
            case SOFTPLUS_DEVIATION -> 2 * Math.log(softplus(value));
            case SOFTPLUS_VARIANCE -> Math.log(softplus(value));
        };
    }

    private static double softplus(double x) {
        return x > 30 ? x : Math.log1p(Math.exp(x));
    }

    /** TorchScript's source for the log variance. */
    String scripted(String value) {
        return script.formatted(value);
    }

    @Override
    public String toString() {
        return words;
    }
}
