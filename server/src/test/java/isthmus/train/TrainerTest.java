package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.Failure;
import isthmus.TrainsNetworks;
import isthmus.image.Shape;
import isthmus.torchscript.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Beside
@TrainsNetworks
class TrainerTest {
    private static final Shape SHAPE = new Shape(1, 8, 8);

    @TempDir
    Path folder;

    /** A recipe in which everything that is random in a training takes part. */
    private static final String EVERYTHING = """
            {"id": "bars", "title": "Bars", "description": "Bars at random heights.", "data": "bars",
             "validation": {"count": 20, "random": true}, "invert": false,
             "encoder": {"family": "conv", "dense": [12], "channels": [4], "blocks": [1], "activation": "elu", "dropout": 0.2, "inputDropout": 0.1},
             "decoder": {"family": "mlp", "dense": [16], "activation": "silu", "dropout": 0.1, "scale": 2},
             "latent": 2, "likelihood": {"family": "bernoulli", "binarised": true}, "beta": 1, "warmup": 2,
             "draws": {"count": 2}, "optimiser": {"rate": 0.01, "rise": 5, "beta1": 0.9, "beta2": 0.999, "encoderDecay": 0.01, "decoderDecay": 0.02, "clip": 5},
             "average": 0.9, "augmentation": {"shift": 1, "probability": 0.5, "flip": true, "inputOnly": true},
             "batch": 16, "epochs": 4, "seed": 11, "precision": "PRECISION"}
            """;

    /** A listener that remembers, and may stop the training dead. */
    private static final class RecordingListener implements TrainingMethod.Listener {
        final List<Double> bounds = new ArrayList<>();
        final List<Double> heldOut = new ArrayList<>();
        final List<Integer> bests = new ArrayList<>();
        int dieInEpoch = -1;

        @Override
        public void step(int epoch, int step, int steps, double reconstruction, double kl) {
            if (epoch == dieInEpoch && step == steps / 2) {
                throw new IllegalStateException("killed");
            }
        }

        @Override
        public void epoch(int epoch, double seconds, double reconstruction, double kl, double heldOutBound, int best) {
            bounds.add(reconstruction - kl);
            heldOut.add(heldOutBound);
            bests.add(best);
        }
    }

    private Recipe recipe(String text) throws Exception {
        Path file = folder.resolve("recipe.json");
        Files.writeString(file, text);
        return Recipe.read(file);
    }

    private Trainer trainer(String text, String name) throws Exception {
        return new Trainer(recipe(text), text, SyntheticImages.bars(SHAPE, 200), folder.resolve(name), 1);
    }

    private static List<float[]> values(TrainedModel result) {
        List<float[]> values = new ArrayList<>();
        result.encoder().parameters().forEach(t -> values.add(t.values()));
        result.decoder().parameters().forEach(t -> values.add(t.values()));
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "bfloat16"})
    void aResumedTrainingReachesTheSameWeightsBitForBit(String precision) throws Exception {
        String text = EVERYTHING.replace("PRECISION", precision);
        List<float[]> whole = values(trainer(text, "whole").train(false, new RecordingListener()));
        RecordingListener dying = new RecordingListener();
        dying.dieInEpoch = 2;
        assertThrows(IllegalStateException.class, () -> trainer(text, "broken").train(false, dying));
        assertEquals(2, dying.bounds.size());
        RecordingListener rest = new RecordingListener();
        List<float[]> resumed = values(trainer(text, "broken").train(true, rest));
        assertEquals(2, rest.bounds.size());
        assertEquals(whole.size(), resumed.size());
        for (int i = 0; i < whole.size(); i++) {
            assertArrayEquals(whole.get(i), resumed.get(i), 0f);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5}) // before, at and after the first epoch of the continuation
    void aContinuationGoesOnFromTheWeightsReachedAndIsResumedToo(int dieInEpoch) throws Exception {
        String text = EVERYTHING
                .replace("PRECISION", "bfloat16")
                .replace(
                        "\"epochs\": 4,",
                        "\"epochs\": 4, \"continuation\": {\"epochs\": 2, \"rate\": 0.002, "
                                + "\"draws\": {\"count\": 3}, \"precision\": \"float32\"},");
        RecordingListener recorded = new RecordingListener();
        List<float[]> whole = values(trainer(text, "whole").train(false, recorded));
        assertEquals(6, recorded.bounds.size());
        double step = Math.abs(recorded.heldOut.get(4) - recorded.heldOut.get(3));
        assertTrue(step < 1, "the held-out bound moved by " + step);
        RecordingListener dying = new RecordingListener();
        dying.dieInEpoch = dieInEpoch;
        assertThrows(IllegalStateException.class, () -> trainer(text, "broken").train(false, dying));
        RecordingListener rest = new RecordingListener();
        List<float[]> resumed = values(trainer(text, "broken").train(true, rest));
        assertEquals(6 - dieInEpoch, rest.bounds.size());
        for (int i = 0; i < whole.size(); i++) {
            assertArrayEquals(whole.get(i), resumed.get(i), 0f);
        }
    }

    /** A continuation at a rate that is far too high, so that the bound falls again. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "0.5"})
    void theWeightsOfTheEpochWithTheHighestValidationBoundAreKeptAndResumedToo(String average) throws Exception {
        String text = EVERYTHING
                .replace("PRECISION", "float32")
                .replace("\"average\": 0.9", "\"average\": " + average)
                .replace("\"clip\": 5", "\"clip\": 0")
                .replace("\"epochs\": 4", "\"epochs\": 2, \"continuation\": {\"epochs\": 2, \"rate\": 0.2}");
        RecordingListener recorded = new RecordingListener();
        TrainedModel kept = trainer(text, "whole").train(false, recorded);
        double highest = recorded.heldOut.stream().max(Double::compare).orElseThrow();
        assertEquals(recorded.heldOut.indexOf(highest) + 1, kept.epoch());
        assertEquals(kept.epoch(), recorded.bests.get(3));
        assertTrue(kept.epoch() < 4, "the last epoch is worse: " + recorded.heldOut);
        // A training that is stopped there has the same weights as its last.
        RecordingListener dying = new RecordingListener();
        dying.dieInEpoch = kept.epoch();
        assertThrows(IllegalStateException.class, () -> trainer(text, "there").train(false, dying));
        Checkpoint there = Checkpoint.read(folder.resolve("there/checkpoint.bin"));
        assertEquals(highest, there.best().bound());
        List<Tensor> last = average.equals("0") ? there.weights() : there.averages();
        for (int i = 0; i < last.size(); i++) {
            assertArrayEquals(
                    last.get(i).values(), there.best().weights().get(i).values(), 0f);
        }
        assertEquals(
                kept.epoch(),
                trainer(text, "there").train(true, new RecordingListener()).epoch());
        List<float[]> whole = values(kept);
        List<float[]> resumed = values(trainer(text, "there").train(true, new RecordingListener()));
        for (int i = 0; i < whole.size(); i++) {
            assertArrayEquals(whole.get(i), resumed.get(i), 0f);
        }
    }

    @Test
    void manyValidationImagesAreMeasuredNotEachEpochButAfterTheLast() throws Exception {
        String text = EVERYTHING.replace("PRECISION", "float32").replace("\"count\": 20", "\"count\": 80");
        RecordingListener recorded = new RecordingListener();
        trainer(text, "many").train(false, recorded);
        // 80 images to measure cost about as much as 27 to train on, of 120: more than a tenth, so every third.
        assertEquals(
                List.of(true, true, false, false),
                recorded.heldOut.stream().map(bound -> bound.isNaN()).toList());
    }

    @Test
    void anotherSeedReachesOtherWeights() throws Exception {
        String text = EVERYTHING.replace("PRECISION", "float32");
        List<float[]> one = values(trainer(text, "one").train(false, new RecordingListener()));
        List<float[]> two = values(
                trainer(text.replace("\"seed\": 11", "\"seed\": 12"), "two").train(false, new RecordingListener()));
        assertFalse(java.util.Arrays.equals(one.get(0), two.get(0)));
    }

    @Test
    void theBoundRisesOnImagesThatHaveStructure() throws Exception {
        String text = EVERYTHING
                .replace("PRECISION", "float32")
                .replace("\"epochs\": 4", "\"epochs\": 40")
                .replace("\"binarised\": true", "\"binarised\": false");
        RecordingListener recorded = new RecordingListener();
        trainer(text, "long").train(false, recorded);
        double first = recorded.heldOut.get(0);
        double last = recorded.heldOut.get(39);
        assertTrue(last > first + 8, "held-out bound went from " + first + " to " + last);
    }

    @Test
    void aLearnedSigmaFallsTowardsTheErrorThatRemains() throws Exception {
        String text = EVERYTHING
                .replace("PRECISION", "float32")
                .replace("\"epochs\": 4", "\"epochs\": 30")
                .replace(
                        "\"likelihood\": {\"family\": \"bernoulli\", \"binarised\": true}",
                        "\"likelihood\": {\"family\": \"gaussian\", \"sigma\": 0.9, \"learned\": true}");
        double sigma = trainer(text, "sigma")
                .train(false, new RecordingListener())
                .distributions()
                .likelihood()
                .sigma()
                .get(0);
        assertTrue(sigma > 0.05 && sigma < 0.5, "sigma " + sigma);
    }

    /** One epoch at rates that would move every weight. */
    private TrainedModel begun(String fields, String id, int seed) throws Exception {
        String text = EVERYTHING
                .replace("PRECISION", "float32")
                .replace("\"average\": 0.9", "\"average\": 0")
                .replace("\"seed\": 11", "\"seed\": " + seed)
                .replace("\"epochs\": 4", fields + "\"epochs\": 1");
        return trainer(text, id + "/.training").train(false, new RecordingListener());
    }

    @Test
    void aTrainingBeginsWithTheWeightsOfAnotherModelAndLeavesAFrozenNetworkAsItIs() throws Exception {
        TrainedModel first = begun("\"storage\": \"float16\", ", "first", 11);
        first.write(folder.resolve("first"));
        TrainedModel second = begun("\"from\": \"first\", \"freeze\": \"decoder\", ", "second", 12);
        for (int i = 0; i < first.decoder().parameters().size(); i++) {
            float[] halved = first.decoder().parameters().get(i).values().clone();
            float[] kept = second.decoder().parameters().get(i).values();
            for (int v = 0; v < halved.length; v++) {
                assertEquals(halved[v], kept[v], Math.abs(halved[v]) * 0x1p-11 + 0x1p-25);
            }
        }
        assertFalse(java.util.Arrays.equals(
                first.encoder().parameters().get(0).values(),
                second.encoder().parameters().get(0).values()));
        TrainedModel apart = begun("", "apart", 12);
        assertTrue(distance(first, second) < 0.5 * distance(first, apart), "the encoder begins there too");
    }

    @Test
    void aContinuationLeavesANetworkAsItIsThatItFreezes() throws Exception {
        TrainedModel before = begun("", "before", 11);
        TrainedModel after =
                begun("\"continuation\": {\"epochs\": 1, \"rate\": 0.01, \"freeze\": \"encoder\"}, ", "after", 11);
        assertEquals(0, distance(before, after), "the encoder stays");
        float[] first = before.decoder().parameters().get(0).values();
        assertFalse(
                java.util.Arrays.equals(
                        first, after.decoder().parameters().get(0).values()),
                "the decoder is trained on");
    }

    private static double distance(TrainedModel one, TrainedModel other) {
        double sum = 0;
        for (int i = 0; i < one.encoder().parameters().size(); i++) {
            float[] a = one.encoder().parameters().get(i).values();
            float[] b = other.encoder().parameters().get(i).values();
            for (int v = 0; v < a.length; v++) {
                sum += (a[v] - b[v]) * (a[v] - b[v]);
            }
        }
        return sum;
    }

    @Test
    void aModelThatHasNoNetworkOfTheRecipesSizesIsRefusedToBeginWith() throws Exception {
        begun("", "first", 11).write(folder.resolve("first"));
        String wide = EVERYTHING
                .replace("PRECISION", "float32")
                .replace("\"dense\": [12], \"channels\": [4]", "\"dense\": [13], \"channels\": [5]")
                .replace("\"dense\": [16]", "\"dense\": [17]")
                .replace("\"latent\": 2", "\"from\": \"first\", \"latent\": 3")
                .replace("\"batch\": 16", "\"batch\": 17");
        // Of another shape of images too, or the decoder's last bias would agree.
        Failure failure = assertThrows(
                Failure.class,
                () -> new Trainer(
                                recipe(wide),
                                wide,
                                SyntheticImages.bars(new Shape(1, 10, 10), 200),
                                folder.resolve("second/.training"),
                                1)
                        .train(false, new RecordingListener()));
        assertTrue(failure.getMessage().contains("from: expected a model"), failure.getMessage());
    }

    @Test
    void aCheckpointOfAnotherRecipeIsRefused() throws Exception {
        String text = EVERYTHING.replace("PRECISION", "float32").replace("\"epochs\": 4", "\"epochs\": 1");
        trainer(text, "mine").train(false, new RecordingListener());
        String other = text.replace("\"seed\": 11", "\"seed\": 13");
        Failure failure =
                assertThrows(Failure.class, () -> trainer(other, "mine").train(true, new RecordingListener()));
        assertTrue(failure.getMessage().contains("a checkpoint of the recipe with sha256"), failure.getMessage());
    }

    @Test
    void resumingWithoutACheckpointIsRefused() throws Exception {
        String text = EVERYTHING.replace("PRECISION", "float32");
        Failure failure =
                assertThrows(Failure.class, () -> trainer(text, "none").train(true, new RecordingListener()));
        assertTrue(failure.getMessage().contains("a checkpoint to resume from, found none"), failure.getMessage());
    }

    @Test
    void anImageThatCannotBeHalvedOftenEnoughIsRefusedBeforeAnyWork() throws Exception {
        String text = EVERYTHING
                .replace("PRECISION", "float32")
                .replace("\"channels\": [4], \"blocks\": [1]", "\"channels\": [4, 4, 4, 4]");
        Failure failure = assertThrows(Failure.class, () -> trainer(text, "deep"));
        assertTrue(
                failure.getMessage().contains("an image that each stage can halve, found 1×1"), failure.getMessage());
        assertFalse(Files.exists(folder.resolve("deep")));
    }
}
