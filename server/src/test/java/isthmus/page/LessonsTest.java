package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.Media;
import isthmus.Beside;
import isthmus.client.ReceivedFrame;
import isthmus.page.LessonWalk.Hand;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lessons on the page: each to its end, and how one is joined, left, embedded and printed. */
@Beside
class LessonsTest {
    private static final Screen PHONE = Screen.PHONE.withoutMotion();
    private static final Screen TABLET = Screen.TABLET.withoutMotion();

    private static final Pattern FOR_MAPS = Pattern.compile("\"id\":(\\d+),\"op\":\"(?:plane|atlas|tiles)\"");

    @RegisterExtension
    final Pages pages = new Pages();

    private OpenPage take(String path, Screen screen) {
        OpenPage open = pages.open(path, screen);
        assertThat(open.page().locator("#lesson h2").first()).isVisible();
        return open;
    }

    /** What a lesson is walked with: at the larger sizes fewer, whose maps are more to decode. */
    private static Hand turn(int lesson) {
        return lesson == 6 || lesson == 9 ? Hand.MOUSE : lesson % 3 == 1 ? Hand.KEYBOARD : Hand.FINGER;
    }

    /** Each lesson at one size and by one kind of input, or at all of them, so that each of these is used. */
    @ParameterizedTest
    @EnumSource
    void eachLessonIsWalkedToItsEndWithNumbersAsTheServerHasThem(Hand hand) throws IOException {
        Screen screen = switch (hand) {
            case MOUSE -> MapPage.SCREEN;
            case KEYBOARD -> TABLET;
            case FINGER -> PHONE;
        };
        List<String> ids = LessonFile.order();
        OpenPage open = pages.prepare(screen);
        try (LessonClaims claims = new LessonClaims(pages.address())) {
            for (String id : ids) {
                if (Boolean.getBoolean("isthmus.lessons.all") || turn(ids.indexOf(id)) == hand) {
                    open.go("/icon.svg").go("/#lesson=" + id);
                    new LessonWalk(open.page(), LessonFile.of(id), claims, hand).toTheEnd(0);
                }
            }
        }
        assertEquals(List.of(), Axe.violations(open.page(), "#lesson"));
        open.screenshot("lesson-" + hand);
    }

    @Test
    void aFirstVisitIsOneClickFromTheFirstLessonWhichCoversNoData() {
        MapPage map = MapPage.open(pages.prepareForNewcomer(MapPage.SCREEN), "/?model=digits");
        map.page().locator(".follow-ways .button:text-is('First lesson')").click();
        assertThat(map.find("#lesson .lesson-name")).hasText("A place for every image");
        map.ready();
        MapPage.Seen seen = map.seen();
        map.page().mouse().click(seen.left() + seen.across(0.4), seen.top() + seen.down(-0.45));
        assertThat(map.find(".lesson-reply")).containsText("Yes.");
        BoundingBox panel = map.find("#lesson").boundingBox();
        assertTrue(panel.x + panel.width <= map.find("#map").boundingBox().x, "the lesson lies beside the map");
        map.page().locator("#lesson .button:text-is('Leave, back to my map')").click();
        assertThat(map.find("#lesson")).isHidden();
        map.page().waitForURL(Pattern.compile(".*/[?]model=digits")); // without the pin and the layers of the lesson
    }

    /** What maps need is asked for before the step that shows it, and is there when it comes: also what was shown once. */
    @Test
    void aStepIsJoinedByItsAddressWhatTheNextShowsIsThereAndItIsLeftWithALinkToWhatIsSeen() {
        OpenPage open = pages.prepare(MapPage.SCREEN);
        Map<Long, String> asked = new LinkedHashMap<>(); // for maps, by the request's number
        Set<Long> answered = new HashSet<>();
        open.page().onWebSocket(socket -> {
            socket.onFrameSent(frame -> {
                Matcher found = FOR_MAPS.matcher(Objects.requireNonNullElse(frame.text(), ""));
                if (found.find()) {
                    asked.put(Long.valueOf(found.group(1)), frame.text());
                }
            });
            socket.onFrameReceived(frame -> {
                if (frame.binary() != null && ReceivedFrame.of(frame.binary()).last()) {
                    answered.add(ReceivedFrame.of(frame.binary()).id());
                }
            });
        });
        Page page = open.go("/#lesson=one-network-for-all/4").page();
        page.waitForCondition(() -> asked.values().stream().anyMatch(text -> text.matches(".*\"tiles\".*\"svi-2\".*"))
                && answered.containsAll(asked.keySet()));
        int known = asked.size();
        page.evaluate("() => { location.hash = 'lesson=one-network-for-all/5'; }");
        assertThat(page.locator(".maps > .map[data-ready]")).hasCount(2);
        List<String> since = asked.values().stream().skip(known).toList();
        assertTrue(since.stream().allMatch(text -> text.contains("ahead")), since + " but for the step after it");
        assertThat(page.locator("#lesson .lesson-head .number")).hasText(Pattern.compile("5 of \\d"));
        page.locator("#lesson .button:text-is('Back')").click();
        assertThat(page.locator(".maps > .map")).hasCount(1);
        page.waitForURL(Pattern.compile(".*#lesson=one-network-for-all/4"));
        page.goBack();
        assertThat(page.locator(".maps > .map")).hasCount(2);
        page.locator("#lesson .button:text-is('Leave here')").click();
        assertThat(page.locator("#lesson")).isHidden();
        page.waitForURL(Pattern.compile(".*[?]model=svi-2&.*beside=.*")); // both maps
        page.reload();
        assertThat(page.locator(".maps > .map")).hasCount(2);
        assertThat(page.locator("#lesson")).isHidden();
        page.evaluate("() => { location.hash = 'lesson=no-such-lesson'; }");
        open.announce("answer: 404");
        assertThat(page.locator("#notices")).containsText("couldn't be opened");
        assertThat(page.locator("#lesson")).isHidden();
    }

    @Test
    void aLessonIsEmbeddedAndPrintedWithItsMaps() {
        OpenPage embedded = take("/?embed#lesson=points-and-clouds/4", PHONE);
        assertThat(embedded.page().locator("#bar")).isHidden();
        assertThat(embedded.page().locator("#map[data-ready]")).hasCount(1);
        assertThat(embedded.page().locator("#lesson h2")).hasText("A code is a cloud");
        embedded.close();

        OpenPage open = take("/#lesson=noise-moved-outside/2", TABLET);
        open.page().evaluate("() => { window.print = () => { window.printed = true; }; }");
        open.page().locator("#lesson .button:text-is('Handout')").click();
        open.page().waitForFunction("() => window.printed");
        open.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        int steps = LessonFile.of("noise-moved-outside").steps().size();
        assertThat(open.page().locator(".handout section")).hasCount(steps);
        assertThat(open.page().locator(".handout section figure > svg")).hasCount(steps);
        assertThat(open.page().locator(".handout h1")).isVisible();
        assertThat(open.page().locator("#desk")).isHidden();
        assertThat(open.page().locator(".handout section").first()).containsText("these decide where the draws fall");
    }
}
