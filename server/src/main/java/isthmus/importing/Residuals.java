package isthmus.importing;

import isthmus.latent.Noise;

/** What is left between images and their reconstructions. Any thread. */
final class Residuals {
    private Residuals() {}

    /** Mean squared difference of a value. */
    static double variance(float[] images, float[] means) {
        return variance(images, means, 1);
    }

    /** The same, with several reconstructions of each image, one after the other round after round. */
    static double variance(float[] images, float[] means, int rounds) {
        double sum = 0;
        for (int i = 0; i < means.length; i++) {
            double difference = images[i % images.length] - means[i];
            sum += difference * difference;
        }
        return Math.max(1e-8, sum / images.length / rounds);
    }

    /** Draws from the posteriors, (rounds, count, dim). */
    static float[] draws(float[] means, float[] spread, Spread meaning, int rounds, Noise noise) {
        float[] z = new float[means.length * rounds];
        for (int i = 0; i < z.length; i++) {
            int at = i % means.length;
            z[i] = means[at] + (float) (Math.exp(meaning.logVariance(spread[at]) / 2) * noise.normal());
        }
        return z;
    }
}
