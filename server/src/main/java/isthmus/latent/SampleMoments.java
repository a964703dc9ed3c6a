package isthmus.latent;

import isthmus.Failure;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The mean of points and their covariance, divided by the count. Immutable by agreement: nobody writes into the arrays.
 * Any thread.
 *
 * @param mean (dim)
 * @param covariance (dim, dim)
 */
public record SampleMoments(double[] mean, DMatrixRMaj covariance) {
    private static final int BLOCK = 1000; // points that are held in double at a time

    /** @param points (count, dim), at least one of two dimensions or more */
    public static SampleMoments of(float[] points, int count, int dim) {
        double[] mean = mean(points, count, dim);
        DMatrixRMaj sum = new DMatrixRMaj(dim, dim);
        DMatrixRMaj product = new DMatrixRMaj(dim, dim);
        for (int from = 0; from < count; from += BLOCK) {
            DMatrixRMaj centred = new DMatrixRMaj(Math.min(BLOCK, count - from), dim);
            for (int i = 0; i < centred.data.length; i++) {
                centred.data[i] = points[from * dim + i] - mean[i % dim];
            }
            CommonOps_DDRM.multInner(centred, product);
            CommonOps_DDRM.addEquals(sum, 1.0 / count, product);
        }
        return new SampleMoments(mean, sum);
    }

    static double[] mean(float[] points, int count, int dim) {
        if (dim < 2 || count < 1) {
            throw Failure.badInput("", "points of 2 dimensions or more", "%d of %d".formatted(count, dim));
        }
        double[] mean = new double[dim];
        for (int i = 0; i < count * dim; i++) {
            mean[i % dim] += points[i] / (double) count;
        }
        return mean;
    }
}
