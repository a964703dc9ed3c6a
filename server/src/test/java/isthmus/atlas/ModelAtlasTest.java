package isthmus.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import isthmus.Beside;
import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.latent.PosteriorBatch;
import isthmus.model.CardFile;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Output;
import isthmus.model.ModelFolder;
import isthmus.model.PosteriorFamily;
import isthmus.npz.NpyHeader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model's atlas, held against its card. */
@Beside
class ModelAtlasTest {
    private static final int BOMB = 100_000_000; // rows of two floats: 800 MB of zeros in 0.8 MB

    @TempDir
    Path models;

    /** Writes the bytes of an atlas. */
    private interface Content {
        void to(Path file) throws IOException;
    }

    private ModelFolder model(String id, PosteriorFamily posterior, int stated, Content content) throws IOException {
        return model(id, posterior, Cards.BERNOULLI, stated, content);
    }

    private ModelFolder model(
            String id, PosteriorFamily posterior, ModelCard.Likelihood likelihood, int stated, Content content)
            throws IOException {
        Path folder = Files.createDirectory(models.resolve(id));
        Files.writeString(folder.resolve(ModelCard.ENCODER), "encoder");
        Files.writeString(folder.resolve(ModelCard.DECODER), "decoder");
        content.to(folder.resolve(ModelCard.ATLAS));
        ModelCard card = Cards.card(id, new Shape(1, 2, 3), 2, posterior, likelihood, Output.MEAN);
        var described = new ModelCard.Atlas("data", "test", stated);
        Cards.write(folder, card.withAtlas(described, List.of("zero", "one"), hashes(card)));
        return ModelFolder.read(folder);
    }

    private static java.util.Map<String, String> hashes(ModelCard card) {
        java.util.Map<String, String> files = new java.util.TreeMap<>(card.files());
        files.put(ModelCard.ATLAS, "0".repeat(64));
        return files;
    }

    private static Content atlas(int count, int dim, int variances, int label) {
        byte[] labels = new byte[count];
        labels[count - 1] = (byte) label;
        Atlas atlas = new Atlas(
                new PosteriorBatch(
                        count, dim, new float[count * dim], variances == 0 ? null : new float[variances * dim]),
                labels,
                new int[count],
                new float[count],
                new float[count],
                null);
        return file -> AtlasFile.write(file, atlas);
    }

    private static void refused(ModelFolder folder, String... said) {
        Failure failure = assertThrows(Failure.class, () -> AtlasFile.read(folder));
        for (String part : said) {
            assertTrue(failure.getMessage().contains(part), failure.getMessage());
        }
    }

    @Test
    void anAtlasThatFitsItsCardIsReadAndAFolderMayHaveNone() throws IOException {
        assertEquals(
                3,
                AtlasFile.read(model("mapped", PosteriorFamily.DIAGONAL, 3, atlas(3, 2, 3, 1)))
                        .count());
        assertNull(AtlasFile.read(model("points", PosteriorFamily.POINT, 3, atlas(3, 2, 0, 1)))
                .posteriors()
                .logvar());
        Path bare = Files.createDirectory(models.resolve("bare"));
        Files.writeString(bare.resolve(ModelCard.ENCODER), "encoder");
        Files.writeString(bare.resolve(ModelCard.DECODER), "decoder");
        Cards.write(bare, Cards.card("bare", new Shape(1, 2, 3), 2));
        assertNull(AtlasFile.read(ModelFolder.read(bare)));
    }

    @Test
    void floorsAreOfGreyBernoulliModelsAlone() throws IOException {
        Content content = file -> {
            Atlas bare = Atlases.of(2, new float[6], new float[6]);
            AtlasFile.write(
                    file,
                    new Atlas(
                            bare.posteriors(),
                            bare.label(),
                            bare.index(),
                            bare.kl(),
                            bare.reconstruction(),
                            null,
                            new float[] {-3, -2, 0},
                            List.of()));
        };
        assertEquals(
                -3,
                AtlasFile.read(model("grey", PosteriorFamily.DIAGONAL, 3, content))
                        .floor()[0]);
        String said = "/atlas.npz: floor: expected none, as the card's likelihood is not a bernoulli of grey levels";
        refused(model("normal", PosteriorFamily.DIAGONAL, Cards.gaussian(0.1), 3, content), said);
        refused(
                model(
                        "drawn",
                        PosteriorFamily.DIAGONAL,
                        new ModelCard.Likelihood(ModelCard.Family.BERNOULLI, null, true),
                        3,
                        content),
                said);
    }

    @Test
    void anAtlasThatDoesNotFitItsCardIsRefused() throws IOException {
        refused(
                model("rows", PosteriorFamily.DIAGONAL, 4, atlas(3, 2, 3, 0)),
                "/atlas.npz: mu: expected the shape (4, 2), found (3, 2)");
        refused(
                model("dims", PosteriorFamily.DIAGONAL, 3, atlas(3, 5, 3, 0)),
                "/atlas.npz: mu: expected the shape (3, 2), found (3, 5)");
        refused(
                model("labels", PosteriorFamily.DIAGONAL, 3, atlas(3, 2, 3, 2)),
                "/atlas.npz: label: expected 0 to 1, as the card names 2 labels, found 2 in row 2");
        refused(
                model("bare", PosteriorFamily.DIAGONAL, 3, atlas(3, 2, 0, 0)),
                "/atlas.npz: logvar: expected the shape (3, 2), found (0, 2)");
        refused(
                model("spread", PosteriorFamily.POINT, 3, atlas(3, 2, 3, 0)),
                "/atlas.npz: logvar: expected the shape (0, 2), found (3, 2)");
    }

    @Test
    void aChangedAtlasIsRefusedWithBothHashesAndATruncatedOneEvenWithItsHash() throws IOException {
        ModelFolder folder = model("bad", PosteriorFamily.DIAGONAL, 3, atlas(3, 2, 3, 0));
        Path file = folder.path().resolve(ModelCard.ATLAS);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        refused(folder, "/atlas.npz: expected sha256 " + folder.card().files().get(ModelCard.ATLAS), ", found ");
        Cards.write(folder.path(), CardFile.read(folder.path().resolve(ModelFolder.CARD)));
        refused(ModelFolder.read(folder.path()), "/atlas.npz: expected a zip of .npy arrays, found a broken one");
    }

    /** A zip whose only array begins with this head, and goes on with zeros. */
    private static Content bomb(int rows, long zeros) {
        return file -> {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                zip.putNextEntry(new ZipEntry("mu.npy"));
                zip.write(new NpyHeader("<f4", new int[] {rows, 2}).bytes());
                byte[] piece = new byte[1 << 16];
                for (long left = zeros; left > 0; left -= piece.length) {
                    zip.write(piece, 0, (int) Math.min(left, piece.length));
                }
                zip.closeEntry();
            }
        };
    }

    @Test
    void whatAnAtlasAnnouncesIsHeldAgainstTheCardAndTheFileBeforeMemoryIsTaken() throws IOException {
        ModelFolder honest = model("honest", PosteriorFamily.DIAGONAL, 3, bomb(BOMB, 8L * BOMB));
        assertTrue(Files.size(honest.path().resolve(ModelCard.ATLAS)) < 1 << 20);
        ModelFolder lying = model("lying", PosteriorFamily.DIAGONAL, BOMB, bomb(BOMB, 1000));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        refused(honest, "mu: expected the shape (3, 2), found (100000000, 2)");
        refused(lying, "mu: expected the 800000000 bytes that the shape (100000000, 2) has, found ");
        long taken = threads.getThreadAllocatedBytes(thread) - before;
        assertTrue(taken < 8 << 20, taken + " bytes were allocated");
    }
}
