package isthmus.train;

import isthmus.latent.Noise;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * In place of an encoder, which a generator has not: a search for the code whose image is nearest, by the square of the
 * distance. It begins at the best of many draws of N(0, I) and follows the gradient, by Gauss and Newton's method with
 * Levenberg and Marquardt's damping: shorter steps, more along the gradient itself, where one was not better. The
 * generator's slopes are taken by differences, for a module that is served takes no gradients. One TorchScript module, which
 * holds the generator in half precision. Immutable; any thread.
 */
record NearestCode(Network generator, int dim, long seed) {
    private static final int STARTS = 1024;
    private static final int STEPS = 16;
    private static final double DIFFERENCE = 0.005; // of codes, for the slopes
    private static final double FIRST_DAMPING = 0.1; // share of the mean curvature that is added to it
    private static final double LESS = 0.3; // times the damping, after a step that was better
    private static final double MORE = 5; // after one that was not
    private static final int IMAGES = 64; // searched for at once, so that memory is bounded for any batch

    TorchScript module(List<Tensor> weights) {
        List<Tensor> parameters = new ArrayList<>();
        weights.forEach(weight -> parameters.add(weight.inHalf()));
        float[] starts = Noise.named(seed, "starts").normals(STARTS * dim);
        parameters.add(new Tensor("starts", new int[] {STARTS, dim}, starts));
        float[] offsets = new float[dim * dim];
        float[] unit = new float[dim * dim];
        for (int i = 0; i < dim; i++) {
            offsets[i * dim + i] = (float) DIFFERENCE;
            unit[i * dim + i] = 1;
        }
        parameters.add(new Tensor("offsets", new int[] {dim, dim}, offsets));
        parameters.add(new Tensor("unit", new int[] {dim, dim}, unit));
        return new TorchScript(
                "Encoder", parameters, List.of(generator.readingHalf("decode"), image(), search(), forward()));
    }

    private static ScriptMethod image() {
        return new ScriptMethod(
                "image",
                List.of("z: Tensor"),
                List.of(),
                "torch.sigmoid(torch.flatten((self).decode(z, ), 1, -1))",
                "Tensor");
    }

    /** The code for each of images x (n, values); y (starts, values) are the images of the starts. */
    private ScriptMethod search() {
        List<String> lines = new ArrayList<>(List.of(
                "squares = torch.sub(torch.sum(torch.mul(y, y), [1]), torch.mul(torch.matmul(x, torch.t(y)), 2.))",
                "z = torch.index_select(self.starts, 0, torch.argmin(squares, 1))",
                "found = (self).image(z, )",
                "offset = torch.sub(x, found)",
                "least = torch.sum(torch.mul(offset, offset), [1])",
                "damping = torch.mul(torch.ones_like(least), %s)".formatted(FIRST_DAMPING)));
        for (int step = 0; step < STEPS; step++) {
            lines.addAll(List.of(
                    // slopes (n, dim, values) of the generator, the gradient (n, dim, 1) and the curvature (n, dim,
                    // dim)
                    "beside = torch.reshape(torch.add(torch.unsqueeze(z, 1), self.offsets), [-1, %d])".formatted(dim),
                    "moved = torch.reshape((self).image(beside, ), [-1, %d, torch.size(x, 1)])".formatted(dim),
                    "slopes = torch.div(torch.sub(moved, torch.unsqueeze(found, 1)), %s)".formatted(DIFFERENCE),
                    "gradient = torch.matmul(slopes, torch.unsqueeze(offset, 2))",
                    "curvature = torch.matmul(slopes, torch.transpose(slopes, 1, 2))",
                    "mean = torch.mul(torch.sum(torch.mul(curvature, self.unit), [1, 2]), %s)".formatted(1.0 / dim),
                    "added = torch.reshape(torch.add(torch.mul(mean, damping), 1e-6), [-1, 1, 1])",
                    "damped = torch.add(curvature, torch.mul(self.unit, added))",
                    "tried = torch.add(z, torch.squeeze(torch.linalg_solve(damped, gradient), 2))",
                    "foundThere = (self).image(tried, )",
                    "offsetThere = torch.sub(x, foundThere)",
                    "distance = torch.sum(torch.mul(offsetThere, offsetThere), [1])",
                    "isBetter = torch.lt(distance, least)",
                    "better = torch.unsqueeze(isBetter, 1)",
                    "z = torch.where(better, tried, z)",
                    "found = torch.where(better, foundThere, found)",
                    "offset = torch.where(better, offsetThere, offset)",
                    "least = torch.minimum(distance, least)",
                    "damping = torch.where(isBetter, torch.mul(damping, %s), torch.mul(damping, %s))"
                            .formatted(LESS, MORE)));
        }
        return new ScriptMethod("search", List.of("x: Tensor", "y: Tensor"), lines, "z", "Tensor");
    }

    private static ScriptMethod forward() {
        return new ScriptMethod(
                "forward",
                List.of("x: Tensor"),
                List.of(
                        "y = (self).image(self.starts, )",
                        "parts = torch.split(torch.flatten(x, 1, -1), %d)".formatted(IMAGES),
                        "codes = annotate(List[Tensor], [])",
                        "for i in range(torch.len(parts)):",
                        "  z = (self).search(parts[i], y, )",
                        "  _0 = torch.append(codes, z)"),
                "torch.cat(codes, 0)",
                "Tensor");
    }
}
