package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Limits;
import isthmus.image.Shape;
import isthmus.inference.Model;
import isthmus.inference.Through;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Tile;
import isthmus.live.LiveClient.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose images have 1.25 MiB each as floats: what is asked of it is decoded in bounded parts. */
class LargeImagesTest {
    private static final Shape SHAPE = new Shape(1, 640, 512);
    private static final int BATCH = 12; // images of 1.25 MiB in 16 MiB
    private static final int FACTOR = 10; // pixels of the image along a side of one of a cell

    @TempDir
    Path folder;

    private final AtomicInteger most = new AtomicInteger(); // images in one batch

    private final class Watched extends Through {
        Watched(Model model) {
            super(model);
        }

        @Override
        public float[] decode(float[] codes, int count) {
            most.accumulateAndGet(count, Math::max);
            return super.decode(codes, count);
        }
    }

    @Test
    void tilesAreAveragedDownAndBatchesStaySmall() throws Exception {
        try (LiveSite site =
                        new LiveSite(folder, SHAPE, Limits.defaults(), model -> new Watched(new TorchModel(model)));
                LiveClient client = new LiveClient(site.address())) {
            most.set(0); // a model is warmed up when it opens
            Message tile =
                    client.ask("{'id': 1, 'op': 'tiles', 'model': 'large', 'view': [0.1, 0.1, 0.2, 0.2], 'level': 8}");
            assertEquals(List.of(64, 1, 64, 52), tile.shape("pixels"));
            assertCellIsAveraged(site, tile, 0);
            assertCellIsAveraged(site, tile, 43);
            assertEquals(BATCH, most.get());
            String codes = "[0,0],".repeat(29) + "[1,1]";
            assertEquals(
                    List.of(30, 1, 640, 512),
                    client.ask("{'id': 2, 'op': 'decode', 'model': 'large', 'codes': [" + codes + "]}")
                            .shape("pixels"));
            List<Integer> frames = new ArrayList<>();
            client.askAll("{'id': 3, 'op': 'path', 'model': 'large', 'keyframes': [[0, 0], [1, 1]], 'frames': 20}")
                    .forEach(message -> frames.add(message.shape("codes").get(0)));
            assertEquals(List.of(12, 8), frames);
            assertTrue(most.get() <= 2 * BATCH, most + " images at a time");
        }
    }

    private static void assertCellIsAveraged(LiveSite site, Message tile, int cell) {
        Tile at = new Tile(
                tile.head().get("level").asInt(),
                tile.head().get("x").asInt(),
                tile.head().get("y").asInt());
        double[] logits = site.model.output().apply(at.coordinates(), cell);
        double[] pixels = tile.numbers("pixels");
        for (int y : new int[] {0, 17, 63}) {
            for (int x : new int[] {0, 30, 50}) {
                double sum = 0;
                for (int i = 0; i < FACTOR * FACTOR; i++) {
                    int row = y * FACTOR + i / FACTOR;
                    int column = x * FACTOR + i % FACTOR;
                    sum += 255 / (1 + Math.exp(-logits[row * SHAPE.width() + column]));
                }
                assertEquals(sum / (FACTOR * FACTOR), pixels[(cell * 64 + y) * 52 + x], 1.01);
            }
        }
    }
}
