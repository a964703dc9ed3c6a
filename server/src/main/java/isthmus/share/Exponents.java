package isthmus.share;

/**
 * Guesses the exponents of a point's numbers: two less than the largest of the points before it in the same dimension,
 * for in a latent space each dimension has its own size. What is written is how far the guess was off. One thread.
 */
final class Exponents {
    /** Ones that say that an exponent follows as it is. */
    static final int LONGEST_RUN = 15;

    private static final int ONE = 127; // the exponent of 1
    private static final int KEENEST = 3; // bits of a distance that may be written as they are

    private final int[] largest; // (dim), 0 where none is known

    Exponents(int dim) {
        largest = new int[dim];
    }

    private int guess(int d) {
        return (largest[d] == 0 ? ONE : largest[d]) - 2;
    }

    /** How far an exponent is from the guess: below it at even numbers. */
    int distance(int d, int exponent) {
        int below = guess(d) - exponent;
        return below >= 0 ? 2 * below : -2 * below - 1;
    }

    /** The exponent that is so far from the guess. */
    int at(int d, int distance) {
        return guess(d) - (distance % 2 == 0 ? distance / 2 : -(distance + 1) / 2);
    }

    void learn(int d, int exponent) {
        largest[d] = Math.max(largest[d], exponent);
    }

    /** How many low bits of the distances are written as they are, so that all take the least room. */
    static int keenest(int[] distances) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int keen = 0; keen <= KEENEST; keen++) {
            int room = 0;
            for (int distance : distances) {
                int run = distance >> keen;
                room += run < LONGEST_RUN ? run + 1 + keen : LONGEST_RUN + 8;
            }
            if (room < least) {
                best = keen;
                least = room;
            }
        }
        return best;
    }
}
