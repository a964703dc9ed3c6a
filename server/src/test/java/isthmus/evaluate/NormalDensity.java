package isthmus.evaluate;

import org.ejml.simple.SimpleMatrix;

/** The density of a multivariate normal as the textbook writes it: with an inverse and a determinant. */
public final class NormalDensity {
    private NormalDensity() {}

    public static double log(SimpleMatrix x, SimpleMatrix mean, SimpleMatrix covariance) {
        SimpleMatrix offset = x.minus(mean);
        double distance =
                offset.transpose().mult(covariance.invert()).mult(offset).get(0);
        return -0.5 * (x.getNumRows() * Math.log(2 * Math.PI) + Math.log(covariance.determinant()) + distance);
    }
}
