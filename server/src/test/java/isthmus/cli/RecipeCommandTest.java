package isthmus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.Failure;
import isthmus.TrainsNetworks;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.model.CardFile;
import isthmus.model.ModelCard;
import isthmus.train.FirstRecipe;
import isthmus.train.Recipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Beside
@TrainsNetworks
class RecipeCommandTest {
    @TempDir
    Path folder;

    private String failed = "";

    private String run(Callable<Integer> command, String... arguments) {
        StringWriter text = new StringWriter();
        failed = "";
        new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(text))
                .setErr(new PrintWriter(text))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    failed = ((Failure) e).getMessage();
                    return 1;
                })
                .execute(arguments);
        return text.toString();
    }

    /** Blobs of a colour of their own, or white ones on black, at random places. */
    private Path pictures(String name, Shape shape, int count) throws IOException {
        Path all = folder.resolve(name);
        Noise noise = new Noise(8, 1);
        for (int i = 0; i < count; i++) {
            byte[] values = new byte[shape.size()];
            int top = noise.nextInt(shape.height() / 2);
            int left = noise.nextInt(shape.width() / 2);
            for (int v = 0; v < values.length; v++) {
                int x = v % shape.width();
                int y = v / shape.width() % shape.height();
                boolean inside = x > left && x < left + shape.width() / 2 && y > top && y < top + shape.height() / 2;
                int channel = v / (shape.height() * shape.width());
                values[v] = (byte) (shape.channels() == 1 ? inside ? 255 : 0 : inside ? 80 * channel + 40 : 128);
            }
            Path file = all.resolve("%s/%02d.png".formatted(i % 2 == 0 ? "even" : "odd", i));
            Files.createDirectories(file.getParent());
            Files.write(file, Png.of(new Pixels(shape, values), 1));
        }
        return all;
    }

    @Test
    void picturesOfAPersonsOwnAreTrainedOnEncodedAndMeasured() throws IOException {
        Path own = pictures("My Pets", new Shape(3, 100, 60), 40);
        Path file = folder.resolve("pets.json");
        String text = run(new RecipeCommand(), own.toString(), "--out", file.toString());
        assertEquals("", failed);
        Recipe recipe = Recipe.read(file);
        assertEquals("my-pets", recipe.id());
        assertEquals(new Recipe.Pictures(3, 64, 40), recipe.pictures());
        assertEquals(8, recipe.latent());
        assertTrue(recipe.likelihood().learned());
        assertTrue(text.contains("36 images for training as 3×64×40, in colour: convolutions to 8"), text);
        assertTrue(text.contains("Train it with 'train " + file + "'"), text);
        run(new RecipeCommand(), own.toString(), "--out", file.toString());
        assertTrue(failed.contains("expected no file of this name"), failed);

        Files.writeString(file, Files.readString(file).replaceAll("\"epochs\": \\d+", "\"epochs\": 2"));
        String models = folder.resolve("models").toString();
        text = run(new TrainCommand(), file.toString(), "--models", models, "--threads", "1");
        assertEquals("", failed);
        assertTrue(text.contains("epoch 2/2: "), text);
        assertTrue(text.contains("an epoch"), text);
        assertTrue(text.contains(" of 2, of the highest validation bound"), text);
        Path card = folder.resolve("models/my-pets/card.json");
        ModelCard trained = CardFile.read(card);
        assertEquals("My Pets", trained.provenance().data());
        assertTrue(trained.provenance().epoch() >= 1 && trained.provenance().epoch() <= 2);
        assertTrue(trained.provenance().time().seconds() > 0);
        assertEquals(1, trained.provenance().time().threads());
        run(new EvaluateCommand(), "my-pets", "--write", "--models", models);
        assertEquals("", failed);
        run(new EncodeCommand(), "my-pets", own.toString(), "--models", models, "--part", "all");
        assertEquals("", failed);
        assertEquals(4, CardFile.read(card).figures().images());
        assertEquals(40, CardFile.read(card).atlas().count());
        assertFalse(Files.readString(card).contains(folder.toString()), "a card says nothing of where files are");
    }

    @Test
    void smallPicturesOfTwoTonesGetABernoulliLikelihoodAndDenseLayers() throws IOException {
        Path own = pictures("marks", new Shape(1, 20, 18), 30);
        Path file = folder.resolve("marks.json");
        String text = run(new RecipeCommand(), own.toString(), "--out", file.toString());
        Recipe recipe = Recipe.read(file);
        assertEquals(ModelCard.Family.BERNOULLI, recipe.likelihood().family());
        assertTrue(recipe.invert(), "bright on dark");
        assertEquals(new Recipe.Pictures(1, 20, 18), recipe.pictures());
        assertTrue(text.contains("dense layers"), text);
    }

    @Test
    void moreImagesTakeFewerEpochsAndSmallerPictures() {
        assertEquals(new Shape(3, 32, 24), FirstRecipe.shape(new Shape(3, 4000, 3000), false, 50_000));
        assertEquals(new Shape(3, 64, 48), FirstRecipe.shape(new Shape(3, 4000, 3000), false, 500));
        assertEquals(new Shape(1, 37, 53), FirstRecipe.shape(new Shape(1, 37, 53), true, 500));
        Shape shape = new Shape(3, 64, 64);
        int few = new FirstRecipe(400, shape, false, false).epochs();
        int many = new FirstRecipe(20_000, shape, false, false).epochs();
        assertTrue(few > 5 * many && many >= 10, few + " and " + many);
    }
}
