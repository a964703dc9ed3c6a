package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.data.DataFolders;
import isthmus.image.Shape;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginalsTest {
    @TempDir
    Path folder;

    private ModelFolder model(String data, Shape shape) {
        ModelCard card = Cards.card("digits", shape, 2);
        Map<String, String> files = new TreeMap<>(card.files());
        files.put(ModelCard.ATLAS, "0".repeat(64));
        return new ModelFolder(
                folder, card.withAtlas(new ModelCard.Atlas(data, "test", 3), card.labels(), files), "0", 0, null);
    }

    /** Three images of 28×28, of which image i is i everywhere but for its first value, 100 + i. */
    private DataFolders three() throws IOException {
        Path mnist = Files.createDirectories(folder.resolve("data/mnist"));
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        for (int number : new int[] {0x803, 3, 28, 28}) {
            out.writeInt(number);
        }
        for (int i = 0; i < 3 * 784; i++) {
            out.writeByte(i % 784 == 0 ? 100 + i / 784 : i / 784);
        }
        Files.write(mnist.resolve("t10k-images-idx3-ubyte"), bytes.toByteArray());
        Files.write(mnist.resolve("t10k-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9});
        return new DataFolders(folder.resolve("data"), null, folder.resolve("cache"));
    }

    @Test
    void imagesAreFoundByTheirPlaceInTheDataSet() throws IOException {
        Originals originals = new Originals(model("mnist", new Shape(1, 28, 28)), null, three());
        byte[] to = new byte[8 + 2 * 784];
        originals.copy(new int[] {2, 0}, to, 8);
        assertArrayEquals(new byte[] {0, 102, 2}, new byte[] {to[7], to[8], to[9]});
        assertArrayEquals(new byte[] {100, 0}, new byte[] {to[8 + 784], to[8 + 785]});
        assertThrows(Failure.class, () -> originals.copy(new int[] {3}, to, 0));
    }

    @Test
    void whatIsNotAtHandIsNotFetchedButToldOf() {
        DataFolders nowhere = new DataFolders(null, null, folder.resolve("cache"));
        Originals originals = new Originals(model("mnist", new Shape(1, 28, 28)), null, nowhere);
        assertEquals(
                "mnist: expected t10k-images-idx3-ubyte.gz on this machine, found none; 'data fetch mnist' gets it",
                assertThrows(Failure.class, originals::check).getMessage());
        assertTrue(Files.notExists(folder.resolve("cache")));
    }

    @Test
    void imagesOfAnotherShapeAreNotShown() throws IOException {
        Originals originals = new Originals(model("mnist", new Shape(1, 4, 5)), null, three());
        assertEquals(
                "mnist: expected images of 1×4×5 like the model's, found 1×28×28",
                assertThrows(Failure.class, originals::check).getMessage());
    }
}
