package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.cli.EncodeCommand;
import isthmus.http.SmallServer;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.live.LiveClient.Message;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.train.SmallModels.Linear;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A person's own pictures are shown as the originals of the atlas that was made of them, and nobody learns where they lie. */
class OwnOriginalsTest {
    private static final Shape SHAPE = new Shape(4, 6, 5); // with alpha, so that a picture is its values

    @TempDir
    Path folder;

    private final byte[][] images = new byte[12][SHAPE.size()];

    private void write() {
        try {
            Path model = Files.createDirectories(folder.resolve("models/own"));
            Linear networks = Linear.drawn(SHAPE, 3, 6);
            networks.writeEncoder(model.resolve(ModelCard.ENCODER));
            networks.writeDecoder(model.resolve(ModelCard.DECODER));
            Cards.write(model, Cards.card("own", SHAPE, 3));
            Noise noise = new Noise(4, 0);
            for (int i = 0; i < images.length; i++) {
                for (int v = 0; v < SHAPE.size(); v++) {
                    images[i][v] = (byte) (v < SHAPE.size() * 3 / 4 ? noise.nextInt(256) : 255);
                }
                Path file = folder.resolve("secret/cats/%s/%02d.png".formatted(i % 2 == 0 ? "black" : "white", i));
                Files.createDirectories(file.getParent());
                Files.write(file, Png.of(new Pixels(SHAPE, images[i]), 1));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        encode();
    }

    private String encode() {
        StringWriter text = new StringWriter();
        String[] command = {
            "own",
            folder.resolve("secret/cats").toString(),
            "--part",
            "all",
            "--frame",
            "crop",
            "--invert",
            "no",
            "--models",
            folder.resolve("models").toString()
        };
        int code = new CommandLine(new EncodeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(text))
                .execute(command);
        assertEquals(0, code, text.toString());
        return text.toString();
    }

    private static Message rows(LiveClient client, String fields) {
        return client.send("{'id': 5, 'op': 'rows', 'model': 'own', 'images': true, 'rows': %s}".formatted(fields))
                .next();
    }

    @Test
    void rowsAreTheirPicturesUntilTheFolderIsGone() throws Exception {
        try (SmallServer site = new SmallServer(folder.resolve("models"), settings -> write());
                LiveClient client = new LiveClient(site.address())) {
            // The black ones come first, 0, 2, … 10, and then the white ones.
            Message shown = rows(client, "[7, 0]");
            assertTrue(shown.head().get("originals").booleanValue());
            double[] expected = new double[2 * SHAPE.size()];
            for (int v = 0; v < SHAPE.size(); v++) {
                expected[v] = images[3][v] & 0xFF;
                expected[SHAPE.size() + v] = images[0][v] & 0xFF;
            }
            assertArrayEquals(expected, shown.numbers("originals"));
            Message believed = client.send("{'id': 6, 'op': 'believe', 'model': 'own', 'row': 7, 'k': 1}")
                    .next();
            assertEquals(expected[0] / 255, believed.numbers("input")[0], 1e-6);
            while (!believed.last()) {
                believed = client.next();
            }
            String card = site.get("/api/models/own").body();
            assertTrue(card.contains("\"data\":\"cats\"") || card.contains("\"data\": \"cats\""), card);
            String place = folder.resolve("secret").toString();
            String kept = Files.readString(folder.resolve("models/own/originals.json"));
            assertTrue(kept.contains(place), kept);
            for (String path : new String[] {"", "/originals.json", "/atlas.npz"}) {
                assertFalse(site.get("/api/models/own" + path).body().contains("secret"), path);
            }
            Files.move(folder.resolve("secret"), folder.resolve("elsewhere"));
            Message gone = rows(client, "[7, 1]");
            assertEquals(
                    "cats: expected its folder where it was, found none; encode it again where it is now",
                    gone.head().get("originals").textValue());
            assertEquals(2 * SHAPE.size(), gone.numbers("pixels").length);
            Files.move(folder.resolve("elsewhere"), folder.resolve("secret"));
            Files.delete(folder.resolve("secret/cats/black/02.png"));
            String lost = rows(client, "[1]").head().get("originals").textValue();
            assertEquals("cats: expected black/02.png as it was encoded, found none that can be read", lost);
            assertTrue(rows(client, "[2]").head().get("originals").booleanValue());
        }
    }

    @Test
    void encodeSaysWhatBecomesOfTransparentParts() throws IOException {
        write();
        byte[] clear = images[0].clone();
        Arrays.fill(clear, SHAPE.size() * 3 / 4, SHAPE.size(), (byte) 100);
        Files.write(folder.resolve("secret/cats/black/00.png"), Png.of(new Pixels(SHAPE, clear), 1));
        String text = encode();
        assertTrue(text.contains("1 with transparent parts, which are the last channel"), text);
        Path model = folder.resolve("models/own");
        Linear.drawn(new Shape(3, 6, 5), 3, 6).writeEncoder(model.resolve(ModelCard.ENCODER));
        Linear.drawn(new Shape(3, 6, 5), 3, 6).writeDecoder(model.resolve(ModelCard.DECODER));
        Files.delete(model.resolve(ModelCard.ATLAS));
        Cards.write(model, Cards.card("own", new Shape(3, 6, 5), 3));
        text = encode();
        assertTrue(text.contains("1 with transparent parts, put over grey"), text);
    }
}
