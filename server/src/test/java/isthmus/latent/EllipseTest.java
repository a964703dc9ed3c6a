package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class EllipseTest {
    /** The covariance with these standard deviations along axes turned by this angle. */
    private static Covariance turned(double major, double minor, double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        double a = major * major;
        double b = minor * minor;
        return new Covariance(a * c * c + b * s * s, (a - b) * c * s, a * s * s + b * c * c);
    }

    @Test
    void axesAndAngleAreThoseTheCovarianceWasMadeOf() {
        for (double angle = -1.5; angle < 1.55; angle += 0.25) {
            Ellipse ellipse = Ellipse.of(turned(3, 0.5, angle), 2);
            assertEquals(6, ellipse.major(), 1e-12);
            assertEquals(1, ellipse.minor(), 1e-12);
            assertEquals(angle, ellipse.angle(), 1e-12);
        }
        assertEquals(Math.PI / 2, Ellipse.of(new Covariance(1, 0, 4), 1).angle(), 1e-15);
    }

    @Test
    void theThinAxisOfAVeryLongEllipseIsKept() {
        Ellipse ellipse = Ellipse.of(new Covariance(1e6, 0, 1e-12), 1);
        assertEquals(1e-6, ellipse.minor(), 1e-15);
        Ellipse line = Ellipse.of(turned(1, 0, 0.7), 1);
        assertEquals(0, line.minor(), 1e-8);
        assertEquals(new Ellipse(0, 0, 0), Ellipse.of(new Covariance(0, 0, 0), 3));
    }

    @Test
    void aCovarianceOfNoDistributionIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Covariance(1, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new Covariance(-1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Covariance(Double.NaN, 0, 1));
    }

    @Test
    void theShareOfDrawsInsideIsTheMass() {
        Covariance covariance = turned(2, 0.3, 0.6);
        // A factor of the covariance, so that the draws know nothing of axes and angle.
        double l11 = Math.sqrt(covariance.xx());
        double l21 = covariance.xy() / l11;
        double l22 = Math.sqrt(covariance.yy() - l21 * l21);
        int n = 100_000;
        for (double sigmas : new double[] {0.5, 1, 2, 3}) {
            Ellipse ellipse = Ellipse.of(covariance, sigmas);
            Noise noise = new Noise(31, 0);
            int inside = 0;
            for (int i = 0; i < n; i++) {
                double a = noise.normal();
                double x = l11 * a;
                double y = l21 * a + l22 * noise.normal();
                double along = (x * Math.cos(ellipse.angle()) + y * Math.sin(ellipse.angle())) / ellipse.major();
                double across = (y * Math.cos(ellipse.angle()) - x * Math.sin(ellipse.angle())) / ellipse.minor();
                inside += along * along + across * across < 1 ? 1 : 0;
            }
            double mass = Ellipse.massInside(sigmas);
            assertEquals(mass, (double) inside / n, 5 * Math.sqrt(mass * (1 - mass) / n));
        }
    }

    @Test
    void theMassAndItsInverseAreTheTextbookFigures() {
        assertEquals(0.3934693402873666, Ellipse.massInside(1), 1e-15);
        assertEquals(0.8646647167633873, Ellipse.massInside(2), 1e-15);
        assertEquals(2.447746830680816, Ellipse.sigmasAround(0.95), 1e-14);
        assertEquals(0, Ellipse.sigmasAround(0));
        assertThrows(IllegalArgumentException.class, () -> Ellipse.sigmasAround(1));
    }
}
