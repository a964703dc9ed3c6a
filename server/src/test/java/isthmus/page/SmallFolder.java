package isthmus.page;

import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Output;
import isthmus.model.PosteriorFamily;
import isthmus.model.Sha256;
import isthmus.train.SmallModels.Linear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Small real models that a test writes. */
final class SmallFolder {
    static final Shape SHAPE = new Shape(1, 6, 6);
    private static final int ROWS = 60;

    private SmallFolder() {}

    /** Writes a model of two dimensions with a small atlas. */
    static Linear model(Path models, String id) throws IOException {
        return model(models, id, 5);
    }

    /** The same with weights of a seed. */
    static Linear model(Path models, String id, long seed) throws IOException {
        return model(models, id, Linear.drawn(SHAPE, 2, seed));
    }

    /** A model without an atlas. */
    static ModelCard bare(Path models, String id, Linear model) throws IOException {
        Path folder = Files.createDirectories(models.resolve(id));
        Files.deleteIfExists(folder.resolve(ModelCard.ATLAS));
        model.writeEncoder(folder.resolve(ModelCard.ENCODER));
        model.writeDecoder(folder.resolve(ModelCard.DECODER));
        return Cards.write(
                folder,
                Cards.card(id, model.shape(), model.dim(), PosteriorFamily.DIAGONAL, Cards.BERNOULLI, Output.LOGITS));
    }

    /** A model of any shape with a small atlas. */
    static Linear model(Path models, String id, Linear model) throws IOException {
        ModelCard card = bare(models, id, model);
        Path folder = models.resolve(id);
        int dim = model.dim();
        Noise noise = new Noise(2, 0);
        float[] mu = noise.normals(dim * ROWS);
        float[] logvar = new float[dim * ROWS];
        for (int i = 0; i < logvar.length; i++) {
            logvar[i] = -3;
        }
        int[] index = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            index[i] = i;
        }
        AtlasFile.write(
                folder.resolve(ModelCard.ATLAS),
                new Atlas(
                        new PosteriorBatch(ROWS, dim, mu, logvar),
                        new byte[ROWS],
                        index,
                        new float[ROWS],
                        new float[ROWS],
                        null));
        Map<String, String> files = new TreeMap<>(card.files());
        files.put(ModelCard.ATLAS, Sha256.of(folder.resolve(ModelCard.ATLAS)));
        Cards.write(folder, card.withAtlas(new ModelCard.Atlas("data", "test", ROWS), card.labels(), files));
        return model;
    }

    /** Writes a folder that is refused, for it has no card. */
    static void broken(Path models, String id) throws IOException {
        Files.createDirectories(models.resolve(id));
    }

    /** The decoded image at a code, computed one number at a time, 0 to 255. */
    static int[] decoded(Linear model, float... z) {
        double[] logits = model.output().apply(z, 0);
        int[] image = new int[logits.length];
        for (int i = 0; i < image.length; i++) {
            image[i] = (int) Math.round(255 / (1 + Math.exp(-logits[i])));
        }
        return image;
    }
}
