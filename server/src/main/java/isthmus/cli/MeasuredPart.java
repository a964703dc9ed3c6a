package isthmus.cli;

import java.util.Locale;

/** What a model is measured on: a part of a data set, or what its recipe holds out of the training part. Any thread. */
enum MeasuredPart {
    TRAIN,
    VALIDATION,
    TEST,
    ALL;

    /** As it is written in cards and on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
