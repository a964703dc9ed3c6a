package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import isthmus.Beside;
import isthmus.latent.Path;
import isthmus.page.MapPage.Seen;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ways through latent space. */
@Beside
class PathTest {
    private static final int FRAMES = 25; // an odd number, so that one is in the middle
    private static final float[] A = {0.9f, 0.2f};
    private static final float[] B = {-0.5f, 0.7f};

    private static final String THREE_STEPS = """
            (scrub) => {
              for (let step = 0; step < 3; step++) {
                scrub.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
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

    private MapPage laid() {
        Link link = Link.to("digits").view(0.2, 0.2, 4).with("layers", "manifold");
        return MapPage.open(pages, link.path(A, B).with("frames", String.valueOf(FRAMES)));
    }

    private float[] code(Path path, int frame, float[]... keyframes) {
        float[] all = new float[keyframes.length * 2];
        for (int i = 0; i < keyframes.length; i++) {
            System.arraycopy(keyframes[i], 0, all, 2 * i, 2);
        }
        return Arrays.copyOfRange(path.interpolate(all, 2, FRAMES), 2 * frame, 2 * frame + 2);
    }

    /** Waits until a frame of the strip shows the decoded image of a code. */
    private void assertFrame(MapPage map, int frame, float[] z) {
        int[] decoded = digits.decode(z);
        Locator canvas = map.find("#path .path-frame canvas").nth(frame);
        map.page().waitForCondition(() -> {
            CanvasPixels shown = CanvasPixels.of(canvas);
            return shown.width() == 28 && Paper.differences(decoded, shown) <= Paper.TOLERANCE;
        });
    }

    private void assertCursor(MapPage map, float[] z) {
        Seen seen = map.seen();
        DrawnEllipse cursor = DrawnEllipse.of(map.find("#map .cursor circle"), seen);
        assertEquals(z[0], cursor.x(), 1 / seen.scale());
        assertEquals(z[1], cursor.y(), 1 / seen.scale());
    }

    @Test
    void clicksLayKeyframesAndTheStripGoesFromTheFirstToTheLast() {
        MapPage map = MapPage.open(pages, Link.to("digits").view(0.2, 0.2, 4).with("layers", "manifold"));
        map.page().keyboard().press("p");
        float[][] places = new float[2][];
        for (int i = 0; i < 2; i++) {
            double[] at = map.point(i == 0 ? 0.9 : -0.5, i == 0 ? 0.2 : 0.7);
            map.page().mouse().down();
            map.page().mouse().up();
            places[i] = new float[] {(float) at[0], (float) at[1]};
            assertThat(map.find("#map .key")).hasCount(i + 1);
        }
        Link link = map.link("path", ".+,.+");
        assertArrayEquals(places[0], link.code("path", 0), 1e-6f);
        assertArrayEquals(places[1], link.code("path", 1), 1e-6f);
        assertThat(map.find("#path .path-frame")).hasCount(24);
        assertFrame(map, 0, link.code("path", 0));
        assertFrame(map, 23, link.code("path", 1));
        assertThat(map.find("#map .pin")).isHidden(); // the tool lays keyframes and pins nothing
    }

    @Test
    void framesAreThoseOfTheStraightLineAndOfTheGreatCircle() {
        MapPage map = laid();
        assertThat(map.find("#path .path-frame")).hasCount(FRAMES);
        assertFrame(map, 0, A);
        assertFrame(map, FRAMES - 1, B);
        assertFrame(map, FRAMES / 2, new float[] {(A[0] + B[0]) / 2, (A[1] + B[1]) / 2});
        map.button("spherical").click();
        assertFrame(map, FRAMES / 2, code(Path.SLERP, FRAMES / 2, A, B));
        assertFrame(map, 0, A);
        map.link("mode", "slerp");
        map.button("linear").click();
        assertFrame(map, FRAMES / 2, code(Path.LERP, FRAMES / 2, A, B));

        map.button("Reverse").click();
        assertFrame(map, 0, B);
        assertFrame(map, FRAMES - 1, A);
        map.page()
                .waitForCondition(
                        () -> Arrays.equals(B, Link.of(map.page().url()).code("path", 0)));
    }

    @Test
    void marksSayHowWellTheDataSupportEachFrameWithoutWordsThatWouldNotTell() {
        MapPage map = laid();
        assertFrame(map, FRAMES - 1, B);
        Locator marks = map.find("#path .path-frame .path-mark:visible");
        assertThat(marks).hasCount(FRAMES);
        assertThat(map.find("#path .path-readout")).containsText(Pattern.compile("support\\s*\\d+\\.\\d grey levels"));
        Object most = marks.evaluateAll("(all) => Math.max(...all.map((mark) => parseFloat(mark.style.height)))");
        assertTrue(((Number) most).doubleValue() >= 40, most + "% high: some frame is not outside");
        // Of digits no word is said.
        assertThat(map.find("#path .path-frame .path-mark[data-support]:not([data-support=''])"))
                .hasCount(0);
        assertThat(map.find("#path .path-legend > :visible"))
                .hasText("The taller a bar, the better the data support its frame.");
    }

    @Test
    void playingAndScrubbingMoveTheCursorOfStripAndMap() {
        MapPage map = laid();
        assertFrame(map, FRAMES - 1, B);
        Locator scrub = map.find("#path .path-scrub");
        scrub.press("Home");
        assertCursor(map, A);
        scrub.evaluate(THREE_STEPS); // before the first of them is drawn
        assertThat(map.find("#path .path-readout .number").first()).hasText("4 of " + FRAMES);
        assertCursor(map, code(Path.LERP, 3, A, B));
        double before = Double.parseDouble(scrub.inputValue());
        map.button("Loop").click(); // it stops at the end
        map.button("Play").click();
        map.page().waitForCondition(() -> Double.parseDouble(scrub.inputValue()) > before + 1);
        assertThat(map.button("Play")).isVisible();
        assertThat(map.find("#path .path-readout .number").first()).hasText("%d of %d".formatted(FRAMES, FRAMES));
        assertCursor(map, B);
    }

    @Test
    void aKeyframeThatIsDraggedOnTheMapTakesTheStripWithIt() {
        MapPage map = laid();
        assertFrame(map, FRAMES - 1, B);
        map.point(B[0], B[1]);
        map.page().mouse().down();
        map.point(0.2, 0.5);
        map.point(0.5, -0.6);
        map.page().mouse().up();
        map.page()
                .waitForCondition(
                        () -> Math.abs(Link.of(map.page().url()).code("path", 1)[1] + 0.6) < 0.02); // to whole pixels
        Link link = Link.of(map.page().url());
        assertArrayEquals(A, link.code("path", 0));
        assertEquals(0.5, link.code("path", 1)[0], 0.02);
        assertFrame(map, FRAMES - 1, link.code("path", 1));
        assertFrame(map, FRAMES / 2, code(Path.LERP, FRAMES / 2, A, link.code("path", 1)));
    }

    /** What sticks out of the bar or lies on something else in it, and how wide the keyframes are. */
    private static final String BAR = """
            () => {
              const row = document.querySelector("#path .path-row");
              const bounds = row.getBoundingClientRect();
              const parts = [...row.querySelectorAll(":scope > *, .path-more > *")]
                .filter((part) => !part.matches(".path-more") && part.checkVisibility());
              const boxes = parts.map((part) => [part.className || part.tagName, part.getBoundingClientRect()]);
              const out = boxes.filter(([, box]) => box.left < bounds.left || box.right > bounds.right + 0.5);
              const over = boxes.filter(([, a], i) => boxes.some(([, b], k) => i < k && a.left < b.right - 0.5
                && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5));
              const list = row.querySelector(".path-chips");
              list.lastElementChild.scrollIntoView();
              const last = list.lastElementChild.getBoundingClientRect();
              const seen = list.getBoundingClientRect();
              return [...out, ...over].map(([name]) => name)
                .concat(seen.width > 150 ? [] : ["narrow: " + seen.width])
                .concat(last.right <= seen.right + 0.5 && last.left >= seen.left ? [] : ["the last is out of reach"])
                .concat(document.documentElement.scrollWidth > innerWidth ? ["the page scrolls"] : []);
            }
            """;

    @Test
    void theBarHoldsManyKeyframesOnANarrowScreen() {
        MapPage map = null;
        for (int count : new int[] {9, 14, 42}) {
            float[][] keyframes = new float[count][];
            for (int i = 0; i < count; i++) {
                keyframes[i] = new float[] {(float) Math.sin(i), (float) Math.cos(1.7 * i)};
            }
            Link link = Link.to("digits").path(keyframes).with("layers", "points");
            map = map == null ? MapPage.open(pages, link, Screen.TABLET.withoutMotion()) : map.go(link);
            assertThat(map.find("#path .path-chip")).hasCount(count);
            map.open().screenshot("path-bar-" + count);
            for (int width : new int[] {1440, 1024}) {
                map.page().setViewportSize(width, 768);
                map.frames(2);
                assertEquals(List.of(), map.page().evaluate(BAR), count + " keyframes, " + width + " pixels");
            }
        }
    }

    @Test
    void showMeLaysAPathBetweenTwoSamples() {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        map.button("Show an example").click();
        Link link = map.link("path", ".+:\\d+,.+:\\d+");
        int[] rows = Arrays.stream(link.get("path").split(","))
                .mapToInt(keyframe -> Integer.parseInt(keyframe.split(":")[1]))
                .toArray();
        assertTrue(digits.atlas().label()[rows[0]] != digits.atlas().label()[rows[1]]);
        assertArrayEquals(digits.mu(rows[0]), link.code("path", 0));
        assertFrame(map, 0, digits.mu(rows[0]));
        assertFrame(map, 23, digits.mu(rows[1]));
    }
}
