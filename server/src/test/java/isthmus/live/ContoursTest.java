package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import isthmus.Limits;
import isthmus.image.Shape;
import isthmus.inference.Through;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContoursTest {
    private static final Shape SHAPE = new Shape(1, 3, 4);
    private static final int SIDE = 64;
    private static final int DRAWS = 20_000;
    private static final Mixture POSTERIOR = new Mixture(
            List.of(
                    new Gaussian(new float[] {-1, 0.5f}, new float[] {-2, -1}),
                    new Gaussian(new float[] {1.5f, -1}, new float[] {-1, -3})),
            new double[] {2, 1});

    @TempDir
    Path folder;

    @Test
    void theGridIsTheDensityAndTheLevelsHoldTheirSharesOfIt() throws Exception {
        try (LiveSite site =
                        new LiveSite(folder, SHAPE, Limits.defaults(), model -> new Through(new TorchModel(model)) {
                            @Override
                            public PosteriorBatch encode(float[] images, int count) {
                                return PosteriorBatch.of(Collections.nCopies(count, POSTERIOR), 2);
                            }
                        });
                LiveClient client = new LiveClient(site.address())) {
            String head = "{'op': 'contours', 'model': 'large', 'columns': %d, 'arrays': [%%s]}".formatted(SIDE);
            float[] image = new float[SHAPE.size()];
            LiveClient.Message frame = client.send(
                            ByteBuffer.wrap(Frames.of(3, head, Frames.floats("images", 1, image))))
                    .next();
            JsonNode view = frame.head().get("view");
            double[] density = frame.numbers("density");
            double[] levels = frame.numbers("levels");
            assertEquals(SIDE * SIDE, density.length);
            double width = (view.get(2).asDouble() - view.get(0).asDouble()) / SIDE;
            double height = (view.get(3).asDouble() - view.get(1).asDouble()) / SIDE;
            for (int cell : new int[] {0, 1000, 2047, SIDE * SIDE - 1}) {
                float[] z = {
                    (float) (view.get(0).asDouble() + (cell % SIDE + 0.5) * width),
                    (float) (view.get(1).asDouble() + (cell / SIDE + 0.5) * height)
                };
                assertEquals(POSTERIOR.logDensity(z, 0), density[cell], 1e-3);
            }
            float[] z = POSTERIOR.draws(new Noise(8, 8), DRAWS);
            double[] shares = {0.5, 0.9, 0.99};
            for (int i = 0; i < shares.length; i++) {
                int above = 0;
                for (int row = 0; row < DRAWS; row++) {
                    above += POSTERIOR.logDensity(z, row) >= levels[i] ? 1 : 0;
                }
                assertEquals(shares[i], above / (double) DRAWS, 0.02);
            }
            assertTrue(view.get(0).asDouble() < -1.9 && view.get(2).asDouble() > 2.9, view.toString());
        }
    }
}
