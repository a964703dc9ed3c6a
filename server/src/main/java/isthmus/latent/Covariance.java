package isthmus.latent;

/** The covariance [[xx, xy], [xy, yy]] of two coordinates. Any thread. */
public record Covariance(double xx, double xy, double yy) {
    public Covariance {
        // Rounding may make the determinant of a degenerate distribution slightly negative.
        double slack = 1e-9 * (xx * yy + xy * xy);
        if (!(xx >= 0 && yy >= 0 && xx * yy - xy * xy >= -slack)) {
            throw new IllegalArgumentException("no distribution has the covariance " + xx + ", " + xy + ", " + yy);
        }
    }
}
