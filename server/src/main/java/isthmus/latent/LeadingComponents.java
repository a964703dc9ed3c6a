package isthmus.latent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The two directions in which points of many dimensions vary most, by the Lanczos algorithm with full
 * reorthogonalisation: the whole covariance of 4,096 dimensions would take minutes and 128 MiB. One thread.
 */
final class LeadingComponents {
    private static final int WANTED = 2;
    private static final int MOST_STEPS = 96;
    private static final int CHECKED = 8; // steps between two looks at how far it is
    private static final double TOLERANCE = 1e-7; // of the greatest variance, that the two are off by at most
    private static final double NOTHING = 1e-12;

    private final float[] points;
    private final int count;
    private final double[] mean;
    private final Noise noise = Noise.named(0, "components");
    private final List<double[]> basis = new ArrayList<>();
    private final List<Double> diagonal = new ArrayList<>();
    private final List<Double> besides = new ArrayList<>();

    private LeadingComponents(float[] points, int count, double[] mean) {
        this.points = points;
        this.count = count;
        this.mean = mean;
    }

    /** @param points (count, mean.length) */
    static PrincipalComponents of(float[] points, int count, double[] mean) {
        return new LeadingComponents(points, count, mean).found();
    }

    private PrincipalComponents found() {
        int most = Math.min(MOST_STEPS, mean.length);
        double[] next = orthogonal(drawn());
        while (true) {
            double[] v = Vectors.unit(next);
            basis.add(v);
            double[] w = covariance(v);
            diagonal.add(Vectors.dot(v, w));
            next = orthogonal(w);
            double beside = Vectors.length(next);
            EigenDecomposition_F64<DMatrixRMaj> ritz =
                    basis.size() == most || basis.size() % CHECKED == 0 ? ritz() : null;
            if (ritz != null && (basis.size() == most || isNear(ritz, beside))) {
                return components(ritz);
            }
            if (beside <= NOTHING * diagonal.get(0)) { // nothing varies along any other direction that was met
                beside = 0;
                next = orthogonal(drawn());
            }
            besides.add(beside);
        }
    }

    private double[] drawn() {
        return Vectors.doubles(noise.normals(mean.length), 0, mean.length);
    }

    /** What is left of a vector beside the basis. */
    private double[] orthogonal(double[] vector) {
        double[] left = vector;
        for (int pass = 0; pass < 2; pass++) { // the second removes what rounding left
            for (double[] v : basis) {
                left = Vectors.rejection(left, v);
            }
        }
        return left;
    }

    /** The covariance of the points times a vector. */
    private double[] covariance(double[] v) {
        int dim = mean.length;
        double[] out = new double[dim];
        double middle = Vectors.dot(mean, v);
        double sum = 0;
        for (int i = 0, at = 0; i < count; i++, at += dim) {
            double along = -middle;
            for (int d = 0; d < dim; d++) {
                along += points[at + d] * v[d];
            }
            for (int d = 0; d < dim; d++) {
                out[d] += along * points[at + d];
            }
            sum += along;
        }
        return Vectors.scaled(Vectors.sum(out, -sum, mean), 1.0 / count);
    }

    /** Of the covariance within the basis, which is tridiagonal. */
    private EigenDecomposition_F64<DMatrixRMaj> ritz() {
        int size = basis.size();
        DMatrixRMaj within = new DMatrixRMaj(size, size);
        for (int i = 0; i < size; i++) {
            within.set(i, i, diagonal.get(i));
            if (i > 0) {
                within.set(i, i - 1, besides.get(i - 1));
                within.set(i - 1, i, besides.get(i - 1));
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
        return eigen.decompose(within) ? eigen : null;
    }

    private static int[] greatest(EigenDecomposition_F64<DMatrixRMaj> ritz) {
        return IntStream.range(0, ritz.getNumberOfEigenvalues())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -ritz.getEigenvalue(i).getReal()))
                .limit(WANTED)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private boolean isNear(EigenDecomposition_F64<DMatrixRMaj> ritz, double beside) {
        int[] greatest = greatest(ritz);
        double most = ritz.getEigenvalue(greatest[0]).getReal();
        int last = basis.size() - 1;
        return IntStream.of(greatest)
                .allMatch(i -> beside * Math.abs(ritz.getEigenVector(i).get(last)) <= TOLERANCE * most);
    }

    private PrincipalComponents components(EigenDecomposition_F64<DMatrixRMaj> ritz) {
        double[] variances = new double[WANTED];
        double[][] directions = new double[WANTED][];
        int[] greatest = greatest(ritz);
        for (int i = 0; i < WANTED; i++) {
            variances[i] = Math.max(0, ritz.getEigenvalue(greatest[i]).getReal());
            double[] direction = new double[mean.length];
            for (int b = 0; b < basis.size(); b++) {
                direction =
                        Vectors.sum(direction, ritz.getEigenVector(greatest[i]).get(b), basis.get(b));
            }
            directions[i] = PrincipalComponents.withPositiveLargest(Vectors.unit(direction));
        }
        return new PrincipalComponents(mean, variances, directions);
    }
}
