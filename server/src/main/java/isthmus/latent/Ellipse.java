package isthmus.latent;

/**
 * Where a two-dimensional Gaussian is k standard deviations from its mean. Any thread.
 *
 * @param major half of the longer axis
 * @param minor half of the shorter axis
 * @param angle of the longer axis to the first coordinate, in radians, anticlockwise, in (−π/2, π/2]
 */
public record Ellipse(double major, double minor, double angle) {
    public static Ellipse of(Covariance covariance, double sigmas) {
        double xx = covariance.xx();
        double xy = covariance.xy();
        double yy = covariance.yy();
        double largest = (xx + yy) / 2 + Math.hypot((xx - yy) / 2, xy);
        // By the determinant, since the difference of mean and radius would lose the smaller of two unlike axes.
        double smallest = largest == 0 ? 0 : Math.max(0, (xx * yy - xy * xy) / largest);
        double angle = Math.atan2(2 * xy, xx - yy) / 2;
        return new Ellipse(sigmas * Math.sqrt(largest), sigmas * Math.sqrt(smallest), angle);
    }

    /** The share of a two-dimensional Gaussian that lies within this many standard deviations: 1 − exp(−k²/2). */
    public static double massInside(double sigmas) {
        return -Math.expm1(-sigmas * sigmas / 2);
    }

    /** How many standard deviations hold this share, in [0, 1): the inverse of {@link #massInside}. */
    public static double sigmasAround(double mass) {
        if (!(mass >= 0 && mass < 1)) {
            throw new IllegalArgumentException("expected a share in [0, 1), found " + mass);
        }
        return Math.sqrt(-2 * Math.log1p(-mass));
    }
}
