package isthmus.evaluate;

import isthmus.estimate.MeanEstimate;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The squared Fréchet distance of the normals that have the means and covariances of two sets of features,
 * |m − n|² + tr(A + B − 2 (AB)^½), as Heusel and others (2017) took it of another network's features. Sets of one size
 * compare, for a small set lies farther off. Any thread.
 */
final class FrechetDistance {
    private static final int FOLDS = 10;

    private FrechetDistance() {}

    /**
     * With its standard error by the jackknife: from sets that each lack a tenth.
     *
     * @param a (count)(width)
     * @param b (count)(width)
     */
    static MeanEstimate of(double[][] a, double[][] b) {
        double whole = distance(Moments.of(a), Moments.of(b));
        double[] without = new double[FOLDS];
        for (int fold = 0; fold < FOLDS; fold++) {
            without[fold] = distance(Moments.of(without(a, fold)), Moments.of(without(b, fold)));
        }
        double mean = Arrays.stream(without).average().orElseThrow();
        double squares =
                Arrays.stream(without).map(one -> (one - mean) * (one - mean)).sum();
        return new MeanEstimate(whole, Math.sqrt(squares * (FOLDS - 1) / FOLDS));
    }

    private static double[][] without(double[][] rows, int fold) {
        return IntStream.range(0, rows.length)
                .filter(i -> i % FOLDS != fold)
                .mapToObj(i -> rows[i])
                .toArray(double[][]::new);
    }

    /** @param covariance (width, width) */
    private record Moments(double[] mean, DMatrixRMaj covariance) {
        static Moments of(double[][] rows) {
            int width = rows[0].length;
            double[] mean = new double[width];
            for (double[] row : rows) {
                for (int k = 0; k < width; k++) {
                    mean[k] += row[k] / rows.length;
                }
            }
            DMatrixRMaj centred = new DMatrixRMaj(rows.length, width);
            for (int i = 0; i < rows.length; i++) {
                for (int k = 0; k < width; k++) {
                    centred.set(i, k, rows[i][k] - mean[k]);
                }
            }
            DMatrixRMaj covariance = new DMatrixRMaj(width, width);
            CommonOps_DDRM.multTransA(1.0 / (rows.length - 1), centred, centred, covariance);
            return new Moments(mean, covariance);
        }
    }

    private static double distance(Moments a, Moments b) {
        double squares = 0;
        for (int k = 0; k < a.mean.length; k++) {
            squares += (a.mean[k] - b.mean[k]) * (a.mean[k] - b.mean[k]);
        }
        // The trace of (AB)^½ is that of (A^½ B A^½)^½, which is symmetric.
        DMatrixRMaj root = root(a.covariance);
        DMatrixRMaj half = new DMatrixRMaj(a.mean.length, a.mean.length);
        DMatrixRMaj product = new DMatrixRMaj(a.mean.length, a.mean.length);
        CommonOps_DDRM.mult(root, b.covariance, half);
        CommonOps_DDRM.mult(half, root, product);
        double cross = 0;
        EigenDecomposition_F64<DMatrixRMaj> eigen = eigen(product);
        for (int k = 0; k < a.mean.length; k++) {
            cross += Math.sqrt(Math.max(0, eigen.getEigenvalue(k).getReal()));
        }
        return squares + CommonOps_DDRM.trace(a.covariance) + CommonOps_DDRM.trace(b.covariance) - 2 * cross;
    }

    private static DMatrixRMaj root(DMatrixRMaj symmetric) {
        int width = symmetric.getNumRows();
        EigenDecomposition_F64<DMatrixRMaj> eigen = eigen(symmetric);
        DMatrixRMaj root = new DMatrixRMaj(width, width);
        for (int k = 0; k < width; k++) {
            DMatrixRMaj vector = eigen.getEigenVector(k);
            double value = Math.sqrt(Math.max(0, eigen.getEigenvalue(k).getReal()));
            CommonOps_DDRM.multAddTransB(value, vector, vector, root);
        }
        return root;
    }

    private static EigenDecomposition_F64<DMatrixRMaj> eigen(DMatrixRMaj matrix) {
        DMatrixRMaj symmetric = matrix.copy();
        for (int r = 0; r < matrix.getNumRows(); r++) {
            for (int c = 0; c < r; c++) {
                double mean = (matrix.get(r, c) + matrix.get(c, r)) / 2;
                symmetric.set(r, c, mean);
                symmetric.set(c, r, mean);
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(matrix.getNumRows(), true, true);
        eigen.decompose(symmetric);
        return eigen;
    }
}
