package isthmus.check;

import isthmus.latent.Noise;
import java.util.Arrays;

/** Codes of the prior decode to values in [0,1], and to the same ones alone and in a batch. One thread. */
final class PriorDecodes {
    private static final int CODES = 13; // no size in which a batch runs whole
    private static final double ROUNDING = 1e-4;

    private PriorDecodes() {}

    static Finding check(Subject subject) {
        int dim = subject.card().latent().dim();
        int size = subject.card().input().shape().size();
        float[] z = subject.prior().draws(Noise.named(subject.options().seed(), "decodes"), CODES);
        float[] together = subject.model().decode(z, CODES);
        double apart = 0;
        boolean inside = true;
        for (int row = 0; row < CODES; row++) {
            float[] alone = subject.model().decode(Arrays.copyOfRange(z, row * dim, (row + 1) * dim), 1);
            for (int p = 0; p < size; p++) {
                float value = together[row * size + p];
                inside &= value >= 0 && value <= 1;
                apart = Math.max(apart, Math.abs(alone[p] - value));
            }
        }
        return Finding.of(
                inside && apart <= ROUNDING,
                "%d codes of the prior decode %s, and alone to the same within %.1g",
                CODES,
                inside ? "to values in [0,1]" : "to values outside of [0,1]",
                apart);
    }
}
