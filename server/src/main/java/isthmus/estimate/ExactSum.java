package isthmus.estimate;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A sum of doubles without any rounding, so that it is the same in whatever order and however divided the numbers are added:
 * a fixed-point number as wide as the range of a double, in digits of 32 bits (Neal 2015, "Fast exact summation using small
 * and large superaccumulators"). One thread at a time.
 */
public final class ExactSum implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int LOWEST = -1074; // exponent of the smallest double
    private static final int DIGITS = (1024 - LOWEST + 31) / 32 + 2;
    private static final int MOST_ADDED = 1 << 29; // between carries: each adds less than 2³² to a digit
    private static final long MANTISSA = (1L << 52) - 1;
    private static final long DIGIT = 0xFFFFFFFFL;

    private final long[] digits = new long[DIGITS]; // the first is worth 2 to the LOWEST; signed, not yet carried
    private int added; // since the last carry

    /** Adds a finite number. */
    public void add(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        if (exponent == 0x7FF) {
            throw new IllegalArgumentException("a sum is of finite numbers, not " + x);
        }
        long mantissa = (bits & MANTISSA) | (exponent == 0 ? 0 : 1L << 52);
        int place = Math.max(0, exponent - 1); // bits above the lowest
        int digit = place >>> 5;
        int shift = place & 31;
        long low = (mantissa & DIGIT) << shift;
        long high = (mantissa >>> 32) << shift; // below 2⁵², for the mantissa has 53 bits
        long sign = bits < 0 ? -1 : 1;
        digits[digit] += sign * (low & DIGIT);
        long middle = (low >>> 32) + (high & DIGIT);
        digits[digit + 1] += sign * (middle & DIGIT);
        digits[digit + 2] += sign * ((middle >>> 32) + (high >>> 32));
        if (++added >= MOST_ADDED) {
            carry();
        }
    }

    /** Adds the square of a number. Exact where no part of it is below the smallest double. */
    public void addSquare(double x) {
        double square = x * x;
        add(square);
        add(Math.fma(x, x, -square));
    }

    public void add(ExactSum other) {
        carry();
        other.carry();
        for (int i = 0; i < DIGITS; i++) {
            digits[i] += other.digits[i];
        }
        added = 1;
    }

    private void carry() {
        for (int i = 0; i < DIGITS - 1; i++) {
            digits[i + 1] += digits[i] >> 32;
            digits[i] &= DIGIT;
        }
        added = 0;
    }

    public BigDecimal value() {
        carry();
        BigInteger sum = BigInteger.ZERO;
        for (int i = DIGITS - 1; i >= 0; i--) {
            sum = sum.shiftLeft(32).add(BigInteger.valueOf(digits[i]));
        }
        // sum · 2^LOWEST, by 5^n / 10^n, which a decimal holds exactly. Even digits first, for that is a long way.
        int zeros = sum.signum() == 0 ? 0 : Math.min(-LOWEST, sum.getLowestSetBit());
        int left = -LOWEST - zeros;
        return new BigDecimal(
                sum.shiftRight(zeros).multiply(BigInteger.valueOf(5).pow(left)), left);
    }
}
