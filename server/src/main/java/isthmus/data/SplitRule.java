package isthmus.data;

import isthmus.latent.Noise;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Which rows of one file are the test part. Any thread. */
@SuppressWarnings("ImmutableEnumChecker") // the predicates have no state
enum SplitRule {
    /** The whole file is for training. */
    TRAIN_FILE(row -> false),

    /** The whole file is the test part. */
    TEST_FILE(row -> true),

    /** Rows 9, 19, 29 and so on are the test part. */
    EVERY_TENTH(row -> row % 10 == 9),

    /** A tenth of the rows, drawn: every tenth row of a grid of factors would have only some of their values. */
    DRAWN_TENTH(row -> new Noise(1, row).uniform() < 0.1),

    /**
     * Listed rows: every tenth of the emoji that remain when skin tones, hair and genders are set aside, with all their
     * variants. Drawn by rows, most of the test part would have had a sibling in the training part.
     */
    EMOJI_ROWS(listed("emoji-test-rows.txt")::get),

    /**
     * Two contiguous ranges of the film, 800 to 999 and 1765 to 1964: neighbouring frames are nearly equal, so a random split
     * would leak training frames.
     */
    FREY_FRAMES(row -> (row >= 800 && row <= 999) || (row >= 1765 && row <= 1964));

    private final IntPredicate test; // whether a row, counted from 0 within the file, is in the test part

    SplitRule(IntPredicate test) {
        this.test = test;
    }

    /** The rows whose numbers a resource holds, a line each. */
    private static BitSet listed(String resource) {
        try (InputStream in = SplitRule.class.getResourceAsStream(resource)) {
            BitSet rows = new BitSet();
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .mapToInt(Integer::parseInt)
                    .forEach(rows::set);
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a row is in the part. */
    boolean isIn(DataPart part, int row) {
        return part == DataPart.ALL || test.test(row) == (part == DataPart.TEST);
    }

    /** Whether the file need be read at all for the part. */
    boolean hasRowsOf(DataPart part) {
        return this == TRAIN_FILE ? part != DataPart.TEST : this != TEST_FILE || part != DataPart.TRAIN;
    }

    /** The first so many rows of a part. */
    int[] rows(DataPart part, int count) {
        return IntStream.iterate(0, row -> row + 1)
                .filter(row -> isIn(part, row))
                .limit(count)
                .toArray();
    }
}
