package isthmus.latent;

import isthmus.Failure;
import java.util.Arrays;
import java.util.Optional;

/**
 * p(z) of discrete codes: each place of a grid has one of the entries of a codebook, and z the numbers of these, in the
 * order of numbers × places. Of entries and not of volumes: {@link #logDensity} is the log mass of the entries nearest to
 * z. Immutable; any thread.
 */
public final class Codebook implements Prior {
    private final float[] entries; // (count, numbers)
    private final int numbers;
    private final int places;
    private final ContextNetwork network;
    private final DrawnMoments moments = new DrawnMoments(this);

    /** @param entries (count, numbers), which nobody writes into any more */
    public Codebook(float[] entries, int numbers, int places, ContextNetwork network) {
        if (numbers < 1 || places < 1 || entries.length < 2 * numbers || entries.length % numbers != 0) {
            throw Failure.badInput(
                    "entries",
                    "two or more of %d numbers for %d places".formatted(numbers, places),
                    entries.length + " numbers");
        }
        network.check(numbers, places, entries.length / numbers);
        this.entries = entries;
        this.numbers = numbers;
        this.places = places;
        this.network = network;
    }

    public int places() {
        return places;
    }

    /** The numbers of each entry, (count, numbers); nobody writes into them. */
    public float[] entries() {
        return entries;
    }

    public ContextNetwork network() {
        return network;
    }

    private float[] entry(int k) {
        return Arrays.copyOfRange(entries, k * numbers, (k + 1) * numbers);
    }

    private int count() {
        return entries.length / numbers;
    }

    @Override
    public int dim() {
        return numbers * places;
    }

    @Override
    public void draw(Noise noise, float[] z, int row) {
        ContextNetwork.Sequence sequence = network.begin();
        for (int place = 0; place < places; place++) {
            double[] logs = sequence.next();
            int chosen = 0;
            double left = noise.uniform() - Math.exp(logs[0]);
            while (left >= 0 && chosen < count() - 1) {
                left -= Math.exp(logs[++chosen]);
            }
            sequence.take(entry(chosen));
            for (int n = 0; n < numbers; n++) {
                z[row * dim() + n * places + place] = entries[chosen * numbers + n];
            }
        }
    }

    /** The entries nearest to a code, (places). */
    public int[] nearest(float[] z, int row) {
        int[] chosen = new int[places];
        for (int place = 0; place < places; place++) {
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < count(); k++) {
                double squares = 0;
                for (int n = 0; n < numbers; n++) {
                    double offset = (double) z[row * dim() + n * places + place] - entries[k * numbers + n];
                    squares += offset * offset;
                }
                if (squares < least) {
                    least = squares;
                    chosen[place] = k;
                }
            }
        }
        return chosen;
    }

    @Override
    public double logDensity(float[] z, int row) {
        ContextNetwork.Sequence sequence = network.begin();
        double log = 0;
        for (int entry : nearest(z, row)) {
            log += sequence.next()[entry];
            sequence.take(entry(entry));
        }
        return log;
    }

    /** A mass has none. */
    @Override
    public double[] gradient(float[] z, int row) {
        throw Failure.badInput("prior", "a prior with a density, which has a gradient", "one of discrete codes");
    }

    /** By draws, always the same. */
    @Override
    public float[] mean() {
        return moments.get().mean();
    }

    /** By draws, always the same. */
    @Override
    public double[] variances() {
        return moments.get().variances();
    }

    @Override
    public Optional<Gaussian> gaussian() {
        return Optional.empty();
    }
}
