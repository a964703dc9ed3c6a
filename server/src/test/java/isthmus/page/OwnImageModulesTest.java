package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.Beside;
import isthmus.image.PictureFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of own images before they are sent, and what is said of them afterwards. */
@Beside
class OwnImageModulesTest {
    private static final int TURNED = 6; // the EXIF number of a picture that is to be turned to the right

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void aPictureOfTooManyPixelsIsMadeSmallerAndUpright() throws IOException {
        ScriptModule shrink = pages.module("/src/views/images/shrink.js");
        byte[] jpeg = PictureFiles.turned(
                PictureFiles.file(new BufferedImage(100, 60, BufferedImage.TYPE_INT_RGB), "jpeg"), TURNED);
        String sides = """
                async (m, base64, bytes, pixels) => {
                  const file = new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], "a.jpg", { type: "image/jpeg" });
                  const sent = await m.shrunk(file, bytes, pixels);
                  const { width, height } = await createImageBitmap(sent);
                  return [width, height, sent === file ? 1 : 0];
                }
                """;
        String base64 = Base64.getEncoder().encodeToString(jpeg);
        assertArrayEquals(new double[] {34, 57, 0}, shrink.numbers(sides, base64, 1_000_000, 2000));
        assertArrayEquals(
                new double[] {60, 100, 0}, shrink.numbers(sides, base64, 100, 1_000_000)); // of too many bytes
        assertArrayEquals(new double[] {60, 100, 1}, shrink.numbers(sides, base64, 1_000_000, 6000));
    }

    @Test
    void anotherModelEncodesOwnImagesAnewAndIsNotToldWhatTheLastOneSays() {
        assertEquals(
                List.of(4, true, "bbbbb"), pages.module("/src/asks/encode.js").call(AskBench.around("""
                part = m.create(server, dispatch);
                dispatch({ type: "catalogue", cards: [card, { ...card, id: "b", version: "1b" }], refused: [] });
                const image = { name: "x", wish: {}, file: new Uint8Array(2) };
                dispatch({ type: "bring", samples: [image, image, image, image, image] });
                const together = asked.length;
                dispatch({ type: "model", id: "b" });
                asked[together].onError(failed("TOO_LARGE")); // the fifth has its turn
                const models = asked.slice(together).map(({ fields }) => fields.model);
                return [together, asked.slice(0, together).every(({ gone }) => gone), models.join("")];
                """)));
    }

    @Test
    void imagesOfTwoWindowsAreKeptInOneOrderAndUnderNumbersOfTheirOwn() {
        assertEquals(
                List.of("c3 b2 a1", "c3 a1", "c3 b2 a1", ""),
                pages.module("/src/asks/own.js").call(AskBench.around("""
                const open = async () => {
                  let now = initial();
                  let own = null;
                  const act = (action) => own?.update((now = update(now, action)));
                  own = m.create(server, act);
                  await pause(50);
                  return { act: async (...actions) => (actions.forEach(act), await pause(50)),
                    names: () => now.brought.map(({ id, name }) => name + id).join(" ") };
                };
                const bring = (...names) =>
                  ({ type: "bring", samples: names.map((name) => ({ name, wish: {}, file: new Uint8Array(1) })) });
                const [first, second] = [await open(), await open()];
                await first.act(bring("a", "b"));
                await second.act(bring("c"));
                const third = await open();
                const seen = [third.names()];
                await third.act({ type: "open", kept: fresh("a") }, { type: "forget", ids: [2] });
                seen.push((await open()).names());
                await third.act({ type: "undo" });
                seen.push((await open()).names());
                await new Promise((done) => (indexedDB.deleteDatabase("isthmus").onsuccess = done));
                await third.act(bring("d")); // kept no more, and without a complaint
                return [...seen, (await open()).names()];
                """)));
    }

    @Test
    void theBrowserKeepsTheNewestImagesAsFarAsTheyAreFewAndSmall() {
        ScriptModule own = pages.module("/src/own.js");
        String lasting = """
                (m, count, bytes) => {
                  const brought = Array.from({ length: count }, (_, i) => ({ id: count - i, file: new Uint8Array(bytes) }));
                  const last = m.lasting(brought);
                  return [last.length, last[0].id];
                }
                """;
        assertEquals(List.of(100, 100), own.call(lasting, 100, 1));
        assertEquals(List.of(100, 101), own.call(lasting, 101, 1));
        assertEquals(List.of(3, 5), own.call(lasting, 5, 20 << 20));
    }

    @Test
    void ownImagesAreTakenAsFarAsThereIsRoomInMemory() {
        ScriptModule own = pages.module("/src/own.js");
        String room = """
                (m, there, more, bytes) => {
                  const brought = Array.from({ length: there }, (_, id) => ({ id, file: { byteLength: bytes } }));
                  return m.roomFor(brought, Array(more).fill(bytes));
                }
                """;
        assertEquals(5, own.call(room, 0, 5, 1));
        assertEquals(3, own.call(room, 997, 5, 1));
        assertEquals(0, own.call(room, 1000, 5, 1));
        assertEquals(2, own.call(room, 2, 5, 64 << 20));
    }

    @Test
    void aBoundIsRankedAndWhatTheModelDoesNotKnowIsSaidToBeOutside() {
        ScriptModule rank = pages.module("/src/rank.js");
        assertEquals("worse than 17% of test images", text(rank, 83.1, "test", 41.5));
        assertEquals("worse than 95% of the data", text(rank, 5.2, "all", 41.5));
        assertEquals("worse than 100% of test images: outside what the model knows", text(rank, 0, "test", 41.5));
        assertEquals("worse than 99% of test images: outside what the model knows", text(rank, 0.01, "test", 41.5));
        assertEquals(
                "worse than 50% of test images, but with a code far from all of the data’s: outside what the model knows",
                text(rank, 50, "test", 100));
        assertEquals(true, rank.call("(m) => m.rankOf({ percentile: null }) === null"));
    }

    private static Object text(ScriptModule rank, double percentile, String among, double distancePercentile) {
        return rank.call(
                "(m, sample) => m.rankOf(sample).text",
                Map.of("percentile", percentile, "among", among, "distancePercentile", distancePercentile));
    }
}
