package isthmus.latent;

import isthmus.Failure;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The directions in which points vary most, by their covariance (divided by the count). Immutable by agreement: nobody
 * writes into the arrays. Any thread.
 *
 * @param mean (dim)
 * @param variances (k) along each direction, greatest first
 * @param directions (k, dim): one direction of length 1 a row, in the order of the variances, with the sign that makes its
 *     number of largest magnitude positive
 */
public record PrincipalComponents(double[] mean, double[] variances, double[][] directions) {
    private static final int WHOLE = 256; // dimensions of which all components are found in a moment

    /**
     * Those of the two greatest variances.
     *
     * @param points (count, dim), at least one of two dimensions or more
     */
    public static PrincipalComponents leading(float[] points, int count, int dim) {
        return dim <= WHOLE
                ? of(points, count, dim)
                : LeadingComponents.of(points, count, SampleMoments.mean(points, count, dim));
    }

    /**
     * All of them.
     *
     * @param points (count, dim), at least one of two dimensions or more
     */
    public static PrincipalComponents of(float[] points, int count, int dim) {
        return of(SampleMoments.of(points, count, dim));
    }

    /** All of them, of points with these moments. */
    public static PrincipalComponents of(SampleMoments moments) {
        int dim = moments.mean().length;
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(dim, true, true);
        if (!eigen.decompose(moments.covariance().copy())) {
            throw Failure.badInput(
                            "",
                            "points whose covariance has eigenvectors",
                            "points of %d numbers that have none".formatted(dim))
                    .hint("are they finite?");
        }
        double[] values = new double[dim];
        for (int i = 0; i < dim; i++) {
            values[i] = eigen.getEigenvalue(i).getReal();
        }
        int[] order = IntStream.range(0, dim)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] variances = new double[dim];
        double[][] directions = new double[dim][];
        for (int i = 0; i < dim; i++) {
            variances[i] = Math.max(0, values[order[i]]);
            directions[i] = withPositiveLargest(eigen.getEigenVector(order[i]).data);
        }
        return new PrincipalComponents(moments.mean(), variances, directions);
    }

    public double[] direction(int i) {
        return directions[i];
    }

    static double[] withPositiveLargest(double[] vector) {
        double greatest = 0;
        for (double x : vector) {
            if (Math.abs(x) > Math.abs(greatest)) {
                greatest = x;
            }
        }
        double[] out = vector.clone();
        for (int d = 0; d < out.length && greatest < 0; d++) {
            out[d] = -out[d];
        }
        return out;
    }
}
