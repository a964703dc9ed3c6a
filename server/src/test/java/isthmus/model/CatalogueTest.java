package isthmus.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.image.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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
    void aMissingFileIsRefusedByName() throws IOException {
        whole("good");
        Files.delete(whole("bad").resolve(ModelCard.DECODER));
        refused("bad", "/decoder.pt: expected the file that card.json names, found no such file");
        Files.createDirectory(models.resolve("empty"));
        refused("empty", "/card.json: expected the model's card, found no such file");
    }

    @Test
    void aChangedFileIsRefusedWithBothHashesWhenItIsUsed() throws IOException {
        Path path = whole("changed");
        ModelFolder folder = Catalogue.read(models).model("changed");
        String before = Sha256.of(folder.checked(ModelCard.ENCODER));
        Files.writeString(path.resolve(ModelCard.ENCODER), "tampered");
        ModelFolder after = Catalogue.read(models).model("changed");
        assertEquals(folder.version(), after.version(), "the card is the same");
        Failure failure = assertThrows(Failure.class, () -> after.checked(ModelCard.ENCODER));
        Path encoder = path.resolve(ModelCard.ENCODER);
        assertEquals(encoder + ": expected sha256 " + before + ", found " + Sha256.of(encoder), failure.getMessage());
        Files.delete(encoder);
        assertTrue(assertThrows(Failure.class, () -> after.checked(ModelCard.ENCODER))
                .getMessage()
                .endsWith("expected the file that card.json names, found no such file"));
    }

    @Test
    void theVersionIsTheHashOfTheCard() throws IOException {
        Path card = whole("good").resolve(ModelFolder.CARD);
        String version = Catalogue.read(models).model("good").version();
        assertEquals(Sha256.of(card).substring(0, 16), version);
        Files.writeString(card, Files.readString(card).replace("A small model", "Another model"));
        assertNotEquals(version, Catalogue.read(models).model("good").version());
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
    void aCardThatIsTooLargeIsRefusedUnread() throws IOException {
        whole("good");
        Path card = whole("bad").resolve(ModelFolder.CARD);
        Files.write(card, new byte[3 << 20]);
        refused("bad", "/card.json: expected at most 1 MiB, found 3145728 bytes");
    }

    @Test
    void aFolderIsReadAgainWhenItChangesAndOnlyThen() throws IOException {
        Path path = whole("model");
        ModelDirectory directory = new ModelDirectory(models);
        age(path);
        ModelFolder first = directory.scan().model("model");
        assertSame(first, directory.scan().model("model"), "nothing has changed");

        Path card = path.resolve(ModelFolder.CARD);
        String text = Files.readString(card);
        Files.writeString(card, text.replace("A small model", "A SMALL MODEL")); // as many bytes
        age(path);
        ModelFolder second = directory.scan().model("model");
        assertNotEquals(first.version(), second.version());
        Files.writeString(card, text); // just now: the same time may be given to a later change
        assertEquals(first.version(), directory.scan().model("model").version());
        FileTime time = Files.getLastModifiedTime(card);
        Files.writeString(card, text.replace("A small model", "A Small Model"));
        Files.setLastModifiedTime(card, time);
        assertNotEquals(first.version(), directory.scan().model("model").version());

        Path decoder = path.resolve(ModelCard.DECODER);
        Path aside = Files.move(decoder, models.resolve("aside"));
        assertEquals(1, directory.scan().refusals().size());
        Files.move(aside, decoder);
        assertEquals(List.of(), directory.scan().refusals(), "it heals");
    }

    /** Sets the times of the files to a minute ago, each to another moment than before. */
    private void age(Path path) throws IOException {
        FileTime before = FileTime.from(Instant.now().minusSeconds(60));
        for (String name : List.of(ModelCard.ENCODER, ModelCard.DECODER, ModelFolder.CARD)) {
            Files.setLastModifiedTime(path.resolve(name), before);
        }
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
