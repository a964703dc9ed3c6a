package isthmus.history;

import isthmus.estimate.MeanEstimate;

/**
 * What a training was at one of its steps. Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param step steps of the optimiser done
 * @param means (images, dim) of q(z|x) of the history's images
 * @param logvar (images, dim) log variances; null where posteriors are points
 * @param terms of the bound over those images; null where none were measured
 * @param draws (draws, channels, height, width) what the decoder made of the history's codes, from black, 0, to white
 * @param gradients how widely estimates of the bound's gradient spread; null where none were measured
 */
public record Snapshot(long step, float[] means, float[] logvar, Terms terms, byte[] draws, GradientSpread gradients) {
    /** Without gradients. */
    public Snapshot(long step, float[] means, float[] logvar, Terms terms, byte[] draws) {
        this(step, means, logvar, terms, draws, null);
    }

    /** The same with gradients. */
    public Snapshot with(GradientSpread others) {
        return new Snapshot(step, means, logvar, terms, draws, others);
    }

    /**
     * The variance of the bound's gradient by the mean of q(z|x), by one draw: added up over dimensions, averaged over images.
     *
     * @param reparameterised with the noise moved outside
     * @param scoreFunction by the score function, less a baseline
     */
    public record GradientSpread(MeanEstimate reparameterised, MeanEstimate scoreFunction) {}

    /**
     * In nats an image, by one draw of q(z|x) each, always by the same noise; their errors are of images as independent.
     *
     * @param kl KL(q(z|x) ‖ p(z)); null where q(z|x) is not known, as of chains
     * @param bound their difference; null with kl
     */
    public record Terms(MeanEstimate reconstruction, MeanEstimate kl, MeanEstimate bound) {
        public Terms {
            if ((kl == null) != (bound == null)) {
                throw new IllegalArgumentException("expected a KL with a bound, or neither");
            }
        }

        /** Of the terms of each image; kl may be null. */
        public static Terms of(double[] reconstruction, double[] kl) {
            if (kl == null) {
                return new Terms(MeanEstimate.of(reconstruction), null, null);
            }
            double[] bound = new double[kl.length];
            for (int i = 0; i < kl.length; i++) {
                bound[i] = reconstruction[i] - kl[i];
            }
            return new Terms(MeanEstimate.of(reconstruction), MeanEstimate.of(kl), MeanEstimate.of(bound));
        }
    }
}
