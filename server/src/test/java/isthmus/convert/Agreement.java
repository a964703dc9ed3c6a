package isthmus.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Holds what a converted network gives against what was computed otherwise. */
public final class Agreement {
    private static final double TOLERANCE = 1e-5;

    private Agreement() {}

    public static void check(Array expected, ScriptRun.Numbers found) {
        check(expected, found, TOLERANCE, "");
    }

    public static void check(Array expected, ScriptRun.Numbers found, double tolerance, String message) {
        assertArrayEquals(expected.sides(), found.shape(), message);
        for (int i = 0; i < expected.values().length; i++) {
            double wanted = expected.values()[i];
            assertEquals(
                    wanted, found.values()[i], tolerance * Math.max(1, Math.abs(wanted)), message + ", value " + i);
        }
    }
}
