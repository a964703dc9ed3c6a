package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import isthmus.Beside;
import isthmus.page.MapPage.Seen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pictures of one's own. */
@Beside
class OwnImagesTest {
    private static final double SHOWN = 0.051; // nats, of a number with one decimal

    /** Lets files come as a drop or from the clipboard would bring them. */
    private static final String BRING = """
            ([kind, name, base64]) => {
              const data = new DataTransfer();
              const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
              data.items.add(new File([bytes], name, { type: "image/png" }));
              const more = { bubbles: true, cancelable: true };
              if (kind === "paste") {
                document.body.dispatchEvent(new ClipboardEvent("paste", { ...more, clipboardData: data }));
              } else {
                for (const type of ["dragenter", "dragover", "drop"]) {
                  document.getElementById("map").dispatchEvent(new DragEvent(type, { ...more, dataTransfer: data }));
                }
              }
            }
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    private BundledModel digits;

    @BeforeEach
    void open() {
        digits = new BundledModel(pages.address(), "digits");
    }

    private static Locator entry(MapPage map, String name) {
        return map.find("#images .images-entry:has(.images-name:text-is('" + name + "'))");
    }

    /** Waits for the bound under an image's name, and holds that it is what the server says of the file. */
    static void assertBound(MapPage map, String name, JsonNode encoded) {
        Locator said = entry(map, name).locator(".images-words .number");
        double elbo = encoded.get("elbo").asDouble();
        double error = encoded.get("elboError").asDouble();
        assertThat(said).hasText(Pattern.compile("−?[\\d.]+" + (error < 0.1 ? "" : " ± [\\d.]+") + " nats"));
        map.page().waitForCondition(() -> Math.abs(number(said.textContent()) - elbo) < SHOWN);
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace('−', '-').replaceAll("±.*|[^-.\\d]", ""));
    }

    private static float[] floats(JsonNode list) {
        float[] floats = new float[list.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) list.get(i).asDouble();
        }
        return floats;
    }

    @Test
    void chosenFilesAreEncodedPinnedAndMarkedAndABrokenOneSaysWhatIsWrong() throws IOException {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        map.find("#images input[type=file]").setInputFiles(new FilePayload[] {
            new FilePayload("one.png", "image/png", OwnPicture.one()),
            new FilePayload("broken.png", "image/png", "no picture".getBytes(StandardCharsets.UTF_8)),
            new FilePayload("seven.png", "image/png", OwnPicture.seven())
        });
        JsonNode first = digits.encode(OwnPicture.one(), "");
        JsonNode last = digits.encode(OwnPicture.seven(), "");
        assertBound(map, "one.png", first);
        assertBound(map, "seven.png", last);
        assertThat(entry(map, "broken.png").locator(".images-wrong")).containsText("expected");
        assertThat(map.find("#images .images-entry")).hasCount(3);

        // The first is shown on the map, and its numbers beside it.
        float[] mu = floats(first.get("mu"));
        assertArrayEquals(mu, map.link("pin", ".+").code("pin", 0), 1e-4f);
        assertPanel(map, first);
        Seen seen = map.seen();
        assertThat(map.find("#map .owns > .own")).hasCount(2);
        for (int share : new int[] {50, 90}) {
            DrawnEllipse drawn = DrawnEllipse.of(
                    map.find("#map .posterior[data-of='own 1'] ellipse[data-mass='%d']".formatted(share)), seen);
            double sigmas = Math.sqrt(-2 * Math.log(1 - share / 100.0));
            float[] logvar = floats(first.get("logvar"));
            assertEquals(sigmas * Math.exp(logvar[0] / 2), drawn.reach(1, 0), 1e-3);
            assertEquals(sigmas * Math.exp(logvar[1] / 2), drawn.reach(0, 1), 1e-3);
        }

        assertThat(entry(map, "seven.png").locator(".images-words"))
                .containsText(Pattern.compile("worse than \\d+% of test images"));

        // Fitted in another way it is another image, and the pin is where that lies.
        map.button("Fitting of seven.png").click();
        assertThat(entry(map, "seven.png").locator(".images-steps figcaption"))
                .hasText(new String[] {"original", "figure", "box", "input, 28 × 28"});
        entry(map, "seven.png").locator("label:has-text('Invert') select").selectOption("no");
        JsonNode otherwise = digits.encode(OwnPicture.seven(), "?invert=no");
        assertTrue(Math.abs(otherwise.get("elbo").asDouble() - last.get("elbo").asDouble()) > 1);
        assertBound(map, "seven.png", otherwise);

        map.find(".skip").press("Enter"); // to the map: only the part behind # is another
        map.frames(2);
        assertThat(map.find("#here .here-image")).containsText("one.png");
        assertThat(map.find("#images .images-entry")).hasCount(2 + 1);

        map.button("Remove one.png").click();
        assertThat(map.find("#images .images-entry")).hasCount(2);
        assertThat(map.find("#map .owns > .own")).hasCount(1);
        map.link("pin", ""); // it was pinned
    }

    /** Holds that the panel of the pinned image says what the server does. */
    private void assertPanel(MapPage map, JsonNode encoded) {
        Locator terms = map.find("#here .bound-sum dd");
        double[] nats = {
            encoded.get("reconstruction").asDouble(),
            encoded.get("kl").asDouble(),
            encoded.get("elbo").asDouble()
        };
        for (int i = 0; i < 3; i++) {
            assertEquals(nats[i], number(terms.nth(i).textContent()), 0.011);
        }
        double error = encoded.get("elboError").asDouble();
        assertTrue(error >= 0.1, "so large that it is shown: " + error);
        assertThat(terms.nth(2)).containsText(String.format(Locale.ROOT, " ± %.2f", error));
        float[] mu = floats(encoded.get("mu"));
        float[] logvar = floats(encoded.get("logvar"));
        double[] kl = new double[2];
        for (int d = 0; d < 2; d++) {
            Locator cells = map.find("#here .here-table tbody tr").nth(d).locator("td.number");
            kl[d] = (mu[d] * mu[d] + Math.exp(logvar[d]) - 1 - logvar[d]) / 2; // against N(0, 1)
            assertEquals(mu[d], number(cells.nth(0).textContent()), 0.0011);
            assertEquals(Math.exp(logvar[d] / 2), number(cells.nth(1).textContent()), 0.0011);
            assertEquals(kl[d], number(cells.nth(2).textContent()), 0.011);
        }
        for (int d = 0; d < 2; d++) {
            Locator bar = map.find("#here .here-table .here-bar").nth(d);
            double track = bar.locator("..").boundingBox().width;
            assertEquals(kl[d] / Math.max(kl[0], kl[1]), bar.boundingBox().width / track, 0.03);
        }
        Paper.assertShows(
                digits.decode(mu),
                CanvasPixels.of(map.find("#here .here-images figure canvas").nth(1)));
    }

    @Test
    void droppedPastedAndDrawnPicturesOutliveAReloadAndARemoval() throws IOException {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        map.page().evaluate(BRING, List.of("drop", "dropped.png", base64(OwnPicture.one())));
        assertBound(map, "dropped.png", digits.encode(OwnPicture.one(), ""));
        map.page().evaluate(BRING, List.of("paste", "pasted.png", base64(OwnPicture.seven())));
        assertBound(map, "pasted.png", digits.encode(OwnPicture.seven(), ""));
        float[] mu = floats(digits.encode(OwnPicture.seven(), "").get("mu"));
        BooleanSupplier pinned = () -> Math.abs(Link.of(map.page().url()).code("pin", 0)[0] - mu[0]) < 1e-4;
        map.page().waitForCondition(pinned); // the newest is shown
        assertThat(map.find("#images .images-overlay, body > .images-overlay")).isHidden();

        map.find("#images canvas.images-pad").click();
        map.page().waitForCondition(() -> !pinned.getAsBoolean()); // it has led the pin to the drawing
        entry(map, "pasted.png").locator(".images-pin").click();
        map.page().waitForCondition(pinned);
        map.page().reload();
        map.ready();
        assertThat(map.find("#images .images-name")).hasText(new String[] {"drawing", "pasted.png", "dropped.png"});
        assertThat(map.find("#images .images-number")).hasText(new String[] {"3", "2", "1"});
        assertBound(map, "dropped.png", digits.encode(OwnPicture.one(), ""));
        assertBound(map, "pasted.png", digits.encode(OwnPicture.seven(), ""));
        assertThat(map.find("#here .here-image")).containsText("pasted.png"); // the link has but its code
        assertThat(map.find("#map .own[data-sample='2'] text")).hasText("2");
        assertThat(map.find("#map .own.pointed")).hasCount(0);
        entry(map, "dropped.png").hover();
        assertThat(map.find("#map .own.pointed")).hasAttribute("data-sample", "1");

        map.button("Remove pasted.png").click();
        assertThat(map.find("#images .images-number")).hasText(new String[] {"3", "1"});
        map.link("pin", "");
        map.page().keyboard().press("Control+z");
        assertThat(map.find("#images .images-number")).hasText(new String[] {"3", "2", "1"});
        assertThat(map.find("#here .here-image")).containsText("pasted.png");
        map.point(mu[0], mu[1]);
        assertThat(map.find("#images .images-entry.pointed .images-number")).hasText("2");
        map.button("Remove all").click();
        assertThat(map.find("#images .images-entry")).hasCount(0);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
