package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.SelectOptionOptions;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import isthmus.Beside;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Maps side by side. */
@Beside
class PanesTest {
    private static final HasCountOptions PATIENTLY = new HasCountOptions().setTimeout(60_000);

    private static final SelectOptionOptions FORCED = new SelectOptionOptions().setForce(true); // the card is folded

    private static final GetByLabelOptions LINK = new GetByLabelOptions().setExact(true);

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void twoModelsAreSeenSideBySideAndThePanelsFollowTheOneThatIsUsed() throws IOException {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        map.find("#images input[type=file]").setInputFiles(new FilePayload("one.png", "image/png", OwnPicture.one()));
        map.link("pin", ".+");
        map.button("Open another map").click();
        Locator first = map.find("#map");
        Locator second = map.find("#map-2");
        assertThat(map.find("#map-2[data-ready]")).hasCount(1, PATIENTLY);
        assertThat(second.locator(".surface")).isFocused();
        BoundingBox left = first.boundingBox();
        BoundingBox right = second.boundingBox();
        assertEquals(left.x + left.width, right.x, 1);
        assertEquals(left.width, right.width, 1);

        map.find("#bar .button.model").click();
        map.find("#model-digits-20").click();
        assertThat(second.locator(".map-name")).hasText("digits-20");
        assertThat(first.locator(".map-name")).hasText("digits");
        assertThat(map.find("#map-2[data-ready]")).hasCount(1, PATIENTLY);
        assertThat(map.page()).hasURL(Pattern.compile("model=digits-20"));
        OwnImagesTest.assertBound(
                map, "one.png", encoded("digits-20", OwnPicture.one(), "")); // it goes with whoever changes the model
        map.find("#images .images-entry").hover();
        for (Locator one : List.of(first, second)) {
            assertThat(one.locator(".own.pointed text")).hasText("1");
        }
        assertNotEquals(
                first.locator(".owns .own").getAttribute("transform"),
                second.locator(".owns .own").getAttribute("transform"));

        first.locator(".surface").focus();
        assertThat(map.find(".chooser .name")).hasText("digits");
        assertThat(map.page()).hasURL(Pattern.compile("model=digits(&|$)"));
        OwnImagesTest.assertBound(map, "one.png", encoded("digits", OwnPicture.one(), ""));
        String there = second.locator(".pin").getAttribute("transform");
        String here = first.locator(".pin").getAttribute("transform");
        map.page().keyboard().press("Enter"); // pins the middle of this map alone
        assertThat(first.locator(".pin")).not().hasAttribute("transform", here);
        assertThat(second.locator(".pin")).hasAttribute("transform", there);
        map.page().keyboard().press("p"); // one tool for both
        assertThat(second.locator(".map-tools [data-tool=path]")).hasAttribute("aria-pressed", "true");

        map.button("Show an example").click(); // a path, which all decode, strips under one another
        assertThat(map.find(".path-other canvas[aria-label='Frames by digits-20']"))
                .isVisible();
        assertThat(second.locator(".route")).hasCount(1);

        second.getByLabel("Close this map").click();
        assertThat(second).hasCount(0);
        assertThat(map.find(".path-other")).hasCount(0);
        assertThat(first.locator(".surface")).isFocused();
        assertThat(map.find(".chooser .name")).hasText("digits");
        map.button("Open another map").click(); // a pane of its own, with what the first one shows
        assertThat(map.find("#map-3[data-ready]")).hasCount(1, PATIENTLY);
        assertThat(map.find("#map-3 .pin")).isVisible();
    }

    @Test
    void whatThePointerIsAtInOneMapIsShownByAllAndASelectionIsOfTheSameImages() throws IOException {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        map.button("Open another map").click();
        map.find("#bar .button.model").click();
        map.find("#model-digits-20").click();
        assertThat(map.find("#map-2[data-ready]")).hasCount(1, PATIENTLY);
        Locator first = map.find("#map");
        Locator second = map.find("#map-2");
        int[] images = new BundledModel(pages.address(), "digits").atlas().index();
        int[] others = new BundledModel(pages.address(), "digits-20").atlas().index();

        float[] mean = new BundledModel(pages.address(), "digits").mu(12);
        map.point(mean[0], mean[1]);
        String row = first.locator(".ellipses .picked").getAttribute("data-of");
        int image = images[Integer.parseInt(row.substring("row ".length()))];
        int twin = IntStream.range(0, others.length)
                .filter(i -> others[i] == image)
                .findFirst()
                .orElseThrow();
        assertThat(second.locator(".ellipses .picked")).hasAttribute("data-of", "row " + twin);
        assertThat(second.locator(".map-echo")).hasText("x̂ of the same image");

        map.point(2.5, 4); // where no image lies
        assertThat(second.locator(".map-echo")).hasText("digits’s decoded image, encoded here");
        assertThat(second.locator(".ellipses [data-of=echo]")).hasCount(1);
        map.page().mouse().move(1, 1);
        assertThat(second.locator(".map-echo")).isHidden();
        assertThat(second.locator(".ellipses [data-of=echo]")).hasCount(0);

        first.locator(".map-tools [data-tool=box]").click();
        map.point(-0.4, 0.3);
        map.page().mouse().down();
        map.point(0.5, -0.5);
        map.page().mouse().up();
        Locator selected = map.find("#images .images-selection h2");
        assertThat(selected).hasText(Pattern.compile("[\\d,]+ selected"));
        String count = selected.textContent();
        first.locator(".map-card select").selectOption("elbo digits-20 less digits", FORCED);
        second.locator(".surface").focus();
        assertThat(selected).hasText(count);
        assertThat(second.locator(".map-card select")).hasValue("elbo digits-20 less digits");
        assertThat(second.locator(".legend")).containsText("bound, digits-20 less digits, nats per image");
    }

    @Test
    void aWayBetweenTwoKindsOfModelsOpensBothAndTheAddressAndAShortLinkHoldThem() {
        MapPage map = MapPage.open(pages.prepare(MapPage.SCREEN), Link.to("digits") + "#mountain");
        map.find(".mountain .way")
                .filter(new Locator.FilterOptions().setHasText("fixed prior → learned prior"))
                .click();
        assertThat(map.find("#map-2[data-ready]")).hasCount(1, PATIENTLY);
        assertThat(map.find("#map .prior circle")).hasCount(3);
        assertThat(map.find("#map-2 .prior-components circle")).hasCount(500); // a pseudo-input each
        assertThat(map.find("#map-2 .prior-inputs image").first()).isVisible();
        assertThat(map.find("#map .scale")).containsText("σ of the prior");
        assertThat(map.find("#map-2 .scale")).hasText(Pattern.compile("^[\\d.]+ *$")); // whose deviations are not 1
        Locator names = map.find(".map-name");
        assertThat(names).hasText(new String[] {"digits", "vamp-2"});
        map.button("Change places with the next map").first().click();
        assertThat(names).hasText(new String[] {"vamp-2", "digits"});
        assertThat(map.page()).hasURL(Pattern.compile("model=digits&.*place=1&beside=model%3Dvamp-2%26"));
        map.page().reload();
        assertThat(names).hasText(new String[] {"vamp-2", "digits"});

        map.button("Share").click();
        Locator field = map.page().getByLabel("Link", LINK);
        assertThat(field).hasValue(Pattern.compile(".*/p/.+"));
        String link = field.inputValue();
        map.page().getByLabel("Close this map").first().click();
        assertThat(names).hasText(new String[] {"digits"});
        assertThat(map.page()).hasURL(Pattern.compile("model=digits&(?!.*beside).*layers="));
        map.page().navigate(link);
        assertThat(names).hasText(new String[] {"vamp-2", "digits"});
        map.page().goBack();
        assertThat(names).hasText(new String[] {"digits"});
    }

    @Test
    void aTelephoneShowsOneMapAtATimeAndASwipeTheNext() {
        MapPage map = MapPage.open(
                pages.prepare(Screen.PHONE.withoutMotion()), Link.to("digits").with("beside", "model=digits-20") + "");
        Locator tabs = map.find(".map-tabs button");
        assertThat(tabs).hasText(new String[] {"digits", "digits-20"});
        assertThat(map.find("#map")).isVisible();
        assertThat(map.find("#map-2")).isHidden();
        swipe(map, 300, 100);
        assertThat(map.find("#map-2")).isVisible();
        assertThat(map.find("#map")).isHidden();
        swipe(map, 300, 100); // beyond the last there is none
        assertThat(tabs.nth(1)).hasAttribute("aria-pressed", "true");
        swipe(map, 100, 300);
        assertThat(map.find("#map")).isVisible();
        swipe(map, 100, 130); // no more than a finger slips
        assertThat(tabs.nth(0)).hasAttribute("aria-pressed", "true");
    }

    /** A finger across the tabs. */
    private static void swipe(MapPage map, double from, double to) {
        BoundingBox tabs = map.find(".map-tabs").boundingBox();
        CDPSession session = map.page().context().newCDPSession(map.page());
        for (String step : List.of("touchStart", "touchMove", "touchMove", "touchEnd")) {
            JsonObject event = new JsonObject();
            event.addProperty("type", step);
            JsonArray points = new JsonArray();
            if (!step.equals("touchEnd")) {
                JsonObject point = new JsonObject();
                point.addProperty("x", step.equals("touchStart") ? from : to);
                point.addProperty("y", tabs.y + tabs.height / 2);
                points.add(point);
            }
            event.add("touchPoints", points);
            session.send("Input.dispatchTouchEvent", event);
        }
        session.detach();
    }

    @Test
    void anOwnImageGoesThroughAllModelsAndTheBetterFigureIsMarked() throws IOException {
        MapPage map =
                MapPage.open(pages.prepare(MapPage.SCREEN), Link.to("digits").with("beside", "model=digits-20") + "");
        assertThat(map.find("#map-2[data-ready]")).hasCount(1, PATIENTLY);
        map.find("#images input[type=file]").setInputFiles(new FilePayload("one.png", "image/png", OwnPicture.one()));
        assertBounds(map, encoded("digits", OwnPicture.one(), ""), encoded("digits-20", OwnPicture.one(), ""));

        // An image of the data too, by fresh draws, for the atlas has no errors.
        BundledModel digits = new BundledModel(pages.address(), "digits");
        map.go(Link.to("digits").pin(digits.mu(12), 12).with("beside", "model=digits-20"));
        assertThat(map.find("#map-2[data-ready]")).hasCount(1, PATIENTLY);
        byte[] original = Png.of(new Pixels(new Shape(1, 28, 28), new ShippedImages("digits").of(12)), 1);
        String asItIs = "?frame=pad&background=border&invert=no";
        assertBounds(map, encoded("digits", original, asItIs), encoded("digits-20", original, asItIs));
    }

    private static void assertBounds(MapPage map, JsonNode two, JsonNode twenty) {
        Locator bound = map.find(".side-by-side tr:has(> th [data-term=bound]) td");
        List<JsonNode> said = List.of(two, twenty);
        for (int i = 0; i < 2; i++) {
            String elbo = "%.1f".formatted(said.get(i).get("elbo").asDouble()).replace('-', '−');
            assertThat(bound.nth(i)).containsText(elbo + " ± ");
        }
        double difference = two.get("elbo").asDouble() - twenty.get("elbo").asDouble();
        double error = Math.hypot(
                two.get("elboError").asDouble(), twenty.get("elboError").asDouble());
        boolean[] better = {difference > 2 * error, -difference > 2 * error};
        for (int i = 0; i < 2; i++) {
            assertThat(bound.nth(i)).hasClass(better[i] ? "number best" : "number");
        }
    }

    @Test
    void nothingIsLeftOfAPaneThatWasClosed() {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        CDPSession session = map.page().context().newCDPSession(map.page());
        session.send("Performance.enable");
        openAndClose(map, 2); // until what is fetched the first time is there
        Map<String, Integer> before = held(session);
        openAndClose(map, 4);
        Map<String, Integer> after = held(session);
        for (int i = 0; i < 50 && after.get("JSEventListeners") > before.get("JSEventListeners"); i++) {
            map.page().waitForTimeout(100); // an answer that nobody waits for any more may be on its way
            after = held(session);
        }
        assertEquals(before.get("JSEventListeners"), after.get("JSEventListeners"));
        // The browser lets go of some later than of others; a pane has hundreds.
        assertTrue(after.get("Nodes") < before.get("Nodes") + 50, before + " and then " + after);
    }

    private static void openAndClose(MapPage map, int times) {
        for (int i = 0; i < times; i++) {
            map.button("Open another map").click();
            assertThat(map.find(".map.active[data-ready]:not(#map)")).hasCount(1, PATIENTLY);
            map.find(".map.active").getByLabel("Close this map").click();
            assertThat(map.find(".map")).hasCount(1);
        }
    }

    /** Elements and listeners that the browser holds once it has collected what nobody uses. */
    private static Map<String, Integer> held(CDPSession session) {
        session.send("HeapProfiler.collectGarbage");
        session.send("HeapProfiler.collectGarbage");
        Map<String, Integer> held = new TreeMap<>();
        for (JsonElement one : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            held.put(
                    one.getAsJsonObject().get("name").getAsString(),
                    one.getAsJsonObject().get("value").getAsInt());
        }
        return held;
    }

    private JsonNode encoded(String model, byte[] picture, String query) {
        return new BundledModel(pages.address(), model).encode(picture, query);
    }
}
