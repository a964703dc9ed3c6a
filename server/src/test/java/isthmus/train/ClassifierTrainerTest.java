package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.TrainsNetworks;
import isthmus.data.DataSet;
import isthmus.evaluate.ImageClassifier;
import isthmus.image.Shape;
import isthmus.inference.torch.RawNetwork;
import isthmus.latent.Noise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TrainsNetworks
class ClassifierTrainerTest {
    private static final Shape SHAPE = new Shape(1, 8, 8);

    @TempDir
    Path folder;

    /** Bars that lie or stand, in noise. */
    private static DataSet bars(int count, long seed) {
        Noise noise = new Noise(seed, 0);
        byte[] pixels = new byte[count * SHAPE.size()];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) noise.nextInt(2);
            int at = noise.nextInt(8);
            for (int p = 0; p < SHAPE.size(); p++) {
                boolean bar = (labels[i] == 0 ? p / 8 : p % 8) == at;
                pixels[i * SHAPE.size() + p] = (byte) (noise.nextInt(60) + (bar ? 180 : 0));
            }
        }
        int[] index = IntStream.range(0, count).toArray();
        return new DataSet("bars", SHAPE, pixels, labels, List.of("lying", "standing"), null, index, List.of());
    }

    @Test
    void theClassOfImagesThatItHasNotSeenIsTold() {
        Path file = folder.resolve(ImageClassifier.FILE);
        List<Double> losses = new ArrayList<>();
        new ClassifierTrainer(bars(2000, 1), 1)
                .train(6, folder, 1, (epoch, loss) -> losses.add(loss))
                .write(file);
        assertTrue(losses.get(5) < losses.get(0) / 2, losses.toString());
        try (ImageClassifier classifier = new ImageClassifier(file, SHAPE)) {
            assertTrue(classifier.accuracy(bars(300, 2)).mean() > 0.95);
        }
        try (RawNetwork network = new RawNetwork(file)) {
            List<RawNetwork.Output> outputs =
                    network.run(new float[3 * 64], new long[] {3, 1, 8, 8}, RawNetwork.Precision.FLOAT32);
            assertEquals(3 * 2, outputs.get(0).values().length);
            assertEquals(3 * ClassifierTrainer.FEATURES, outputs.get(1).values().length);
        }
        assertTrue(ClassifierTrainer.FILES.stream().allMatch(name -> Files.exists(folder.resolve(name))));
    }

    @Test
    void dataWithoutClassesAreRefused() {
        DataSet without = SyntheticImages.bars(SHAPE, 10);
        Failure refused = assertThrows(Failure.class, () -> new ClassifierTrainer(without, 1));
        assertEquals("bars: expected images of two classes or more, found no labels", refused.getMessage());
    }
}
