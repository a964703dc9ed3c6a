package isthmus.importing;

import isthmus.Failure;
import isthmus.model.ImportRecord.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The readings of two networks compared by images. Immutable by agreement; for the importer that made it, while it is open,
 * on its thread.
 *
 * @param images (count, channels, height, width) in [0, 1]
 */
public record Comparison(
        List<Structure> structures, ReadingSearch readings, ReadingSearch.Choice choice, float[] images) {
    private static final String READING = "reading";
    private static final String BY_EYE = "reading, chosen by eye";

    public Reading best() {
        return choice.best();
    }

    /** The best of those that are not the same in effect. */
    public Optional<Reading> second() {
        return Optional.ofNullable(choice.second());
    }

    /** By how much the best one is better than the second; null where there is none. */
    public Margin margin() {
        return choice.margin();
    }

    /** Why the images alone do not tell; empty where they do. */
    public Optional<Failure> undecided() {
        try {
            ReadingSearch.requireClear(choice);
            return Optional.empty();
        } catch (Failure e) {
            return Optional.of(e);
        }
    }

    /** What is kept in the card of the choice of a reading. */
    List<Decision> decisions(Reading reading) {
        List<Decision> decisions = new ArrayList<>();
        Margin margin = choice.margin();
        if (reading.equals(choice.best())) {
            String what = margin == null || margin.isClear() ? READING : BY_EYE;
            decisions.add(Importer.decision(what, reading, choice.second(), margin));
            decisions.add(Importer.decision(
                    "reconstructions", "from the networks", "the mean image", choice.overMeanImage()));
        } else {
            decisions.add(Importer.decision(BY_EYE, reading, choice.best(), margin.reversed()));
        }
        return decisions;
    }
}
