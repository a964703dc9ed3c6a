package isthmus.train;

import isthmus.latent.Noise;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * In place of an encoder, which a generator has not: a search for the code whose image is nearest, by the square of the
 * distance. It begins at the best of many draws of N(0, I), and then tries steps along the axes and between them, shorter
 * ones where none is better. One TorchScript module, which holds the generator in half precision. Immutable; any thread.
 */
record NearestCode(Network generator, int dim, long seed) {
    private static final int STARTS = 1024;
    private static final int ROUNDS = 24;
    private static final double FIRST = 0.25; // length of the first step
    private static final double SHORTER = 0.6; // factor of the next where none was better
    private static final int IMAGES = 64; // searched for at once, so that memory is bounded for any batch

    TorchScript module(List<Tensor> weights) {
        List<Tensor> parameters = new ArrayList<>();
        weights.forEach(weight -> parameters.add(weight.inHalf()));
        float[] starts = Noise.named(seed, "starts").normals(STARTS * dim);
        parameters.add(new Tensor("starts", new int[] {STARTS, dim}, starts));
        parameters.add(directions());
        return new TorchScript(
                "Encoder", parameters, List.of(generator.readingHalf("decode"), image(), search(), forward()));
    }

    /** Steps of length 1 along each pair of axes in eight directions, (count, dim). */
    private Tensor directions() {
        List<float[]> all = new ArrayList<>();
        for (int i = 0; i < dim; i++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                float[] along = new float[dim];
                along[i] = sign;
                all.add(along);
                for (int j = 0; j < i; j++) {
                    for (int other = -1; other <= 1; other += 2) {
                        float[] between = new float[dim];
                        between[i] = (float) (sign * Math.sqrt(0.5));
                        between[j] = (float) (other * Math.sqrt(0.5));
                        all.add(between);
                    }
                }
            }
        }
        float[] values = new float[all.size() * dim];
        for (int i = 0; i < all.size(); i++) {
            System.arraycopy(all.get(i), 0, values, i * dim, dim);
        }
        return new Tensor("directions", new int[] {all.size(), dim}, values);
    }

    private int directionCount() {
        return 2 * dim + 2 * dim * (dim - 1);
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
        int ways = directionCount();
        List<String> lines = new ArrayList<>(List.of(
                "squares = torch.sub(torch.sum(torch.mul(y, y), [1]), torch.mul(torch.matmul(x, torch.t(y)), 2.))",
                "z = torch.index_select(self.starts, 0, torch.argmin(squares, 1))",
                "offset = torch.sub((self).image(z, ), x)",
                "least = torch.sum(torch.mul(offset, offset), [1])",
                "length = torch.mul(torch.ones_like(torch.unsqueeze(least, 1)), %s)".formatted(FIRST),
                "targets = torch.repeat(x, [%d, 1])".formatted(ways),
                "ways = torch.unsqueeze(self.directions, 1)"));
        for (int round = 0; round < ROUNDS; round++) {
            lines.addAll(List.of(
                    "tried = torch.add(torch.mul(ways, torch.unsqueeze(length, 0)), torch.unsqueeze(z, 0))",
                    "offsets = torch.sub((self).image(torch.reshape(tried, [-1, %d]), ), targets)".formatted(dim),
                    "found = torch.min(torch.reshape(torch.sum(torch.mul(offsets, offsets), [1]), [%d, -1]), 0)"
                            .formatted(ways),
                    "distances, indices, = found",
                    "better = torch.unsqueeze(torch.lt(distances, least), 1)",
                    "picked = torch.repeat(torch.reshape(indices, [1, -1, 1]), [1, 1, %d])".formatted(dim),
                    "chosen = torch.squeeze(torch.gather(tried, 0, picked), 0)",
                    "z = torch.where(better, chosen, z)",
                    "least = torch.minimum(distances, least)",
                    "length = torch.where(better, length, torch.mul(length, %s))".formatted(SHORTER)));
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
