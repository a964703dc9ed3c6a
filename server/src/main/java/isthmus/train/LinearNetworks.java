package isthmus.train;

import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.latent.Vectors;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.simple.SimpleMatrix;

/** The networks of a linear model, a matrix each. Immutable; any thread. */
record LinearNetworks(Shape shape, double[] mean) {
    private static final String CODE = "torch.linear(torch.sub(torch.flatten(x, 1, -1), self.mean), self.encoding)";

    /** The code encoding · (x − mean) alone, encoding being (dim, values). */
    TorchScript pointEncoder(SimpleMatrix encoding) {
        return module("Encoder", List.of(tensor("mean", mean), tensor("encoding", encoding)), CODE, "Tensor");
    }

    /** The same as the mean of a normal with the same covariance for every image, as its factor: (dim, dim). */
    TorchScript encoder(SimpleMatrix encoding, SimpleMatrix covariance) {
        int dim = covariance.getNumRows();
        SimpleMatrix factor = lowerTriangle(covariance);
        return module(
                "Encoder",
                List.of(tensor("mean", mean), tensor("encoding", encoding), tensor("factor", factor)),
                "(%s, torch.expand(self.factor, [torch.size(x, 0), %d, %d]))".formatted(CODE, dim, dim),
                "Tuple[Tensor, Tensor]");
    }

    /** The mean W z + mean of p(x|z), W being (values, dim). */
    TorchScript decoder(SimpleMatrix weights) {
        return module(
                "Decoder",
                List.of(tensor("weights", weights), tensor("mean", mean)),
                "torch.reshape(torch.linear(x, self.weights, self.mean), [-1, %d, %d, %d])"
                        .formatted(shape.channels(), shape.height(), shape.width()),
                "Tensor");
    }

    /** L with a positive diagonal, of which L Lᵀ is the covariance. */
    private static SimpleMatrix lowerTriangle(SimpleMatrix covariance) {
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(covariance.getNumRows(), true);
        if (!cholesky.decompose(covariance.getDDRM().copy())) {
            throw Failure.badInput("", "a posterior whose covariance is positive", covariance);
        }
        return SimpleMatrix.wrap(cholesky.getT(null));
    }

    private static TorchScript module(String name, List<Tensor> tensors, String result, String type) {
        ScriptMethod forward = new ScriptMethod("forward", List.of("x: Tensor"), List.of(), result, type);
        return new TorchScript(name, tensors, List.of(forward));
    }

    private static Tensor tensor(String name, double[] values) {
        return new Tensor(name, new int[] {values.length}, Vectors.floats(values));
    }

    private static Tensor tensor(String name, SimpleMatrix matrix) {
        return new Tensor(
                name, new int[] {matrix.getNumRows(), matrix.getNumCols()}, Vectors.floats(matrix.getDDRM().data));
    }
}
