package isthmus.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.image.Shape;
import isthmus.latent.PosteriorBatch;
import isthmus.model.ModelCard.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk, without running a network: the files here hold any bytes. */
class CatalogueTest {
    private static final Shape SHAPE = new Shape(1, 2, 3);

    @TempDir
    Path models;

    private Path files(String id) throws IOException {
        Path folder = Files.createDirectory(models.resolve(id));
        Files.writeString(folder.resolve(ModelCard.ENCODER), "encoder of " + id);
        Files.writeString(folder.resolve(ModelCard.DECODER), "decoder of " + id);
        return folder;
    }

    private Path whole(String id) throws IOException {
        Path folder = files(id);
        Cards.write(folder, Cards.card(id, SHAPE, 2));
        return folder;
    }

    private static Atlas atlas(int count, int dim, int variances, int label) {
        byte[] labels = new byte[count];
        labels[count - 1] = (byte) label;
        return new Atlas(
                PosteriorBatch.of(count, dim, new float[count * dim], new float[variances * dim]),
                labels,
                new int[count],
                new float[count],
                new float[count],
                null);
    }

    private Path withAtlas(String id, PosteriorFamily posterior, int stated, Atlas atlas) throws IOException {
        Path folder = files(id);
        AtlasFile.write(folder.resolve(ModelCard.ATLAS), atlas);
        ModelCard plain = Cards.card(id, SHAPE, 2, posterior, Cards.BERNOULLI, Output.MEAN);
        ModelCard card = new ModelCard(
                plain.id(),
                plain.title(),
                plain.description(),
                plain.kind(),
                plain.input(),
                plain.latent(),
                plain.posterior(),
                plain.prior(),
                plain.likelihood(),
                plain.output(),
                List.of("zero", "one"),
                java.util.Map.of(
                        ModelCard.ENCODER,
                        Sha256.of(folder.resolve(ModelCard.ENCODER)),
                        ModelCard.DECODER,
                        Sha256.of(folder.resolve(ModelCard.DECODER)),
                        ModelCard.ATLAS,
                        Sha256.of(folder.resolve(ModelCard.ATLAS))),
                new ModelCard.Atlas("data", "test", stated),
                null,
                null);
        CardFile.write(folder.resolve(ModelFolder.CARD), card);
        return folder;
    }

    private List<String> ids() {
        return Catalogue.read(models).models().stream().map(m -> m.card().id()).toList();
    }

    private void refused(String id, String start, String... said) {
        Catalogue catalogue = Catalogue.read(models);
        String sentence = catalogue.refusals().stream()
                .filter(r -> r.id().equals(id))
                .findFirst()
                .orElseThrow()
                .sentence();
        assertTrue(sentence.startsWith(models.resolve(id) + start), sentence);
        for (String part : said) {
            assertTrue(sentence.contains(part), sentence);
        }
        assertEquals(List.of("good"), ids(), "the others are served");
    }

    @Test
    void modelsComeInOrderWithTheDefaultFirst() throws IOException {
        whole("faces");
        whole("emoji");
        whole("digits-20");
        assertEquals(List.of("digits-20", "emoji", "faces"), ids());
        whole("digits");
        assertEquals(List.of("digits", "digits-20", "emoji", "faces"), ids());
    }

    @Test
    void filesAndHiddenFoldersBesideTheModelsArePassedOver() throws IOException {
        whole("good");
        Files.writeString(models.resolve("README.md"), "words");
        Files.createDirectory(models.resolve(".aside"));
        Catalogue catalogue = Catalogue.read(models);
        assertEquals(1, catalogue.models().size());
        assertEquals(List.of(), catalogue.refusals());
    }

    @Test
    void anAtlasThatFitsItsCardIsHeldAndAFolderMayHaveNone() throws IOException {
        withAtlas("mapped", PosteriorFamily.DIAGONAL, 3, atlas(3, 2, 3, 1));
        withAtlas("points", PosteriorFamily.POINT, 3, atlas(3, 2, 0, 1));
        whole("unmapped");
        Catalogue catalogue = Catalogue.read(models);
        assertEquals(List.of(), catalogue.refusals());
        assertNotNull(catalogue.model("mapped").atlas());
        assertEquals(3, catalogue.model("points").atlas().count());
        assertNull(catalogue.model("unmapped").atlas());
    }

    @Test
    void aMissingFileIsRefusedByName() throws IOException {
        whole("good");
        Files.delete(whole("bad").resolve(ModelCard.DECODER));
        refused("bad", "/decoder.pt: expected the file that card.json names, found no such file");
        Files.createDirectory(models.resolve("empty"));
        refused("empty", "/card.json: expected the model's card, found no such file");
    }

    @Test
    void aChangedFileIsRefusedWithBothHashes() throws IOException {
        whole("good");
        Path bad = whole("bad");
        String before = Sha256.of(bad.resolve(ModelCard.ENCODER));
        Files.writeString(bad.resolve(ModelCard.ENCODER), "tampered");
        refused(
                "bad",
                "/encoder.pt: expected sha256 " + before + ", found " + Sha256.of(bad.resolve(ModelCard.ENCODER)));
    }

    @Test
    void theHashIsTheOneThatEveryToolGives() throws IOException {
        Path file = Files.writeString(models.resolve("abc"), "abc");
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Sha256.of(file));
    }

    @Test
    void anUnknownFieldInACardIsRefusedByName() throws IOException {
        whole("good");
        Path card = whole("bad").resolve(ModelFolder.CARD);
        Files.writeString(card, Files.readString(card).replace("\"title\"", "\"titel\": 1, \"title\""));
        refused("bad", "/card.json: titel: expected one of ", "found an unknown field");
    }

    @Test
    void aCardOfAnotherFolderIsRefused() throws IOException {
        whole("good");
        Path folder = files("bad");
        Cards.write(folder, Cards.card("other", SHAPE, 2));
        refused("bad", "/card.json: id: expected the folder's name, bad, found other");
    }

    @Test
    void anAtlasThatDoesNotFitItsCardIsRefused() throws IOException {
        whole("good");
        withAtlas("rows", PosteriorFamily.DIAGONAL, 4, atlas(3, 2, 3, 0));
        refused("rows", "/atlas.npz: expected the card's 4 rows, found 3");
        withAtlas("dims", PosteriorFamily.DIAGONAL, 3, atlas(3, 5, 3, 0));
        refused("dims", "/atlas.npz: mu: expected the card's 2 latent dimensions, found 5");
        withAtlas("labels", PosteriorFamily.DIAGONAL, 3, atlas(3, 2, 3, 2));
        refused("labels", "/atlas.npz: label: expected 0 to 1", "found 2 in row 2");
        withAtlas("bare", PosteriorFamily.DIAGONAL, 3, atlas(3, 2, 0, 0));
        refused("bare", "/atlas.npz: logvar: expected 3 rows, found 0");
        withAtlas("spread", PosteriorFamily.POINT, 3, atlas(3, 2, 3, 0));
        refused("spread", "/atlas.npz: logvar: expected 0 rows, found 3");
    }

    @Test
    void aTruncatedAtlasIsRefusedEvenWhereTheCardHasItsHash() throws IOException {
        whole("good");
        Path folder = withAtlas("bad", PosteriorFamily.DIAGONAL, 3, atlas(3, 2, 3, 0));
        ModelCard card = CardFile.read(folder.resolve(ModelFolder.CARD));
        byte[] bytes = Files.readAllBytes(folder.resolve(ModelCard.ATLAS));
        Files.write(folder.resolve(ModelCard.ATLAS), Arrays.copyOf(bytes, bytes.length / 2));
        Cards.write(folder, card);
        refused("bad", "/atlas.npz: expected a zip of .npy arrays");
    }

    @Test
    void anAtlasThatTheCardDoesNotNameIsRefused() throws IOException {
        whole("good");
        AtlasFile.write(whole("bad").resolve(ModelCard.ATLAS), atlas(1, 2, 1, 0));
        refused("bad", "/atlas.npz: expected its sha256 in card.json, found none");
    }

    @Test
    void anUnknownIdIsToldWhichModelsThereAre() throws IOException {
        whole("good");
        files("bad");
        Catalogue catalogue = Catalogue.read(models);
        Failure unknown = assertThrows(Failure.class, () -> catalogue.model("else"));
        assertEquals("expected one of the models [good], found else", unknown.getMessage());
        assertEquals(Failure.Kind.NOT_FOUND, unknown.kind());
        Failure refused = assertThrows(Failure.class, () -> catalogue.model("bad"));
        assertEquals(Failure.Kind.MODEL_FAILED, refused.kind());
        assertTrue(refused.getMessage().contains("card.json"), refused.getMessage());
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        Failure failure = assertThrows(Failure.class, () -> Catalogue.read(models.resolve("none")));
        assertEquals(models.resolve("none") + ": expected a directory of models, found none", failure.getMessage());
    }
}
