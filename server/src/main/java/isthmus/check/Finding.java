package isthmus.check;

import java.util.Locale;

/**
 * What came of a claim when it was computed again. Any thread.
 *
 * @param details the numbers, or why it was not checked
 */
public record Finding(Outcome outcome, String details) {
    /** What became of a claim, as it is printed. */
    public enum Outcome {
        HOLDS("holds"),
        FAILS("FAILS"),
        NOT_CHECKED("not checked");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    static Finding of(boolean holds, String format, Object... values) {
        return new Finding(holds ? Outcome.HOLDS : Outcome.FAILS, String.format(Locale.ROOT, format, values));
    }

    static Finding notChecked(String format, Object... values) {
        return new Finding(Outcome.NOT_CHECKED, String.format(Locale.ROOT, format, values));
    }
}
