package isthmus.train;

import isthmus.data.DataSet;
import isthmus.inference.torch.RawNetwork;
import isthmus.latent.PosteriorBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a trained encoder says of images: points, or diagonal Gaussians where it gives a second output. One thread. */
final class Encodings {
    private static final int ROWS = 500; // images at once

    private Encodings() {}

    static PosteriorBatch of(Path encoder, DataSet data, int dim) {
        int[] rows = IntStream.range(0, data.count()).toArray();
        List<PosteriorBatch> parts = new ArrayList<>();
        try (RawNetwork network = new RawNetwork(encoder)) {
            for (int from = 0; from < rows.length; from += ROWS) {
                int to = Math.min(rows.length, from + ROWS);
                long[] sides = {
                    to - from,
                    data.shape().channels(),
                    data.shape().height(),
                    data.shape().width()
                };
                List<RawNetwork.Output> outputs =
                        network.run(data.floats(rows, from, to), sides, RawNetwork.Precision.FLOAT32);
                parts.add(new PosteriorBatch(
                        to - from,
                        dim,
                        outputs.get(0).values(),
                        outputs.size() > 1 ? outputs.get(1).values() : null));
            }
        }
        return PosteriorBatch.joined(parts);
    }
}
