package isthmus.estimate;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Mean, variance and standard error of numbers that are added in any order and in any parts: the same to the last bit on one
 * machine and on many, for the sums are exact and each figure is rounded once. One thread at a time.
 */
public final class MergedMean implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final MathContext DIGITS = new MathContext(60);

    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private long count;

    public void add(double x) {
        sum.add(x);
        squares.addSquare(x);
        count++;
    }

    public void add(MergedMean other) {
        sum.add(other.sum);
        squares.add(other.squares);
        count += other.count;
    }

    public long count() {
        return count;
    }

    /** NaN for none. */
    public double mean() {
        return count == 0
                ? Double.NaN
                : sum.value().divide(BigDecimal.valueOf(count), DIGITS).doubleValue();
    }

    /** The mean squared distance from the mean. */
    public double variance() {
        return count == 0
                ? Double.NaN
                : squaredDistances().divide(BigDecimal.valueOf(count), DIGITS).doubleValue();
    }

    /** The standard error of the mean of independent numbers; NaN for fewer than two. */
    public double error() {
        return count < 2
                ? Double.NaN
                : Math.sqrt(squaredDistances()
                        .divide(BigDecimal.valueOf(count).multiply(BigDecimal.valueOf(count - 1)), DIGITS)
                        .doubleValue());
    }

    public MeanEstimate estimate() {
        return new MeanEstimate(mean(), error());
    }

    /** Σ (x − mean)². */
    private BigDecimal squaredDistances() {
        BigDecimal total = sum.value();
        return squares.value().subtract(total.multiply(total).divide(BigDecimal.valueOf(count), DIGITS));
    }
}
