package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** A reader who takes a lesson from a step to its end, by one kind of input. */
final class LessonWalk {
    /** By what the reader acts. */
    enum Hand {
        MOUSE,
        KEYBOARD,
        FINGER
    }

    private static final int PATIENCE = 60_000; // milliseconds that a number may take on a busy machine

    private static final String TRAINING_IS_THERE =
            "() => document.querySelector('.here-scrub')?.parentElement.parentElement.hidden === false";

    private final Page page;
    private final LessonFile lesson;
    private final LessonClaims claims;
    private final Hand hand;

    LessonWalk(Page page, LessonFile lesson, LessonClaims claims, Hand hand) {
        this.page = page;
        this.lesson = lesson;
        this.claims = claims;
        this.hand = hand;
    }

    private Locator panel() {
        return page.locator("#lesson");
    }

    /** Presses a button; by the keyboard it is reached from where the focus is, with the Tab key. */
    private void press(Locator button) {
        switch (hand) {
            case MOUSE -> button.click();
            case FINGER -> button.tap();
            case KEYBOARD -> {
                for (int stops = 0; stops < 80 && !isFocused(button); stops++) {
                    page.keyboard().press("Tab");
                }
                assertThat(button).isFocused();
                page.keyboard().press("Enter");
            }
        }
    }

    private static boolean isFocused(Locator button) {
        return (boolean) button.evaluate("(one) => one === document.activeElement");
    }

    /** The image that the step is about, where one of its maps has a row of the data pinned. */
    private void assertShowsImage(JsonNode maps) {
        Locator image = panel().locator(".lesson-x canvas");
        boolean pinned = StreamSupport.stream(maps.spliterator(), false)
                .anyMatch(map -> map.path("pin").has("row"));
        if (pinned) {
            assertThat(image).isVisible();
        } else {
            assertThat(image).isHidden();
        }
    }

    /** A step whose maps are of other models than those before says so, and no other does. */
    private void assertNames(List<String> before, List<String> models) {
        Locator told = panel().locator("#lesson-maps");
        if (models.equals(before)) {
            assertThat(told).isHidden();
        } else {
            models.forEach(model -> assertThat(told).containsText(model));
        }
    }

    private static List<String> models(List<ObjectNode> maps) {
        return maps.stream().map(map -> map.path("model").asText()).toList();
    }

    /** Parts of maps after some changed. */
    private static List<ObjectNode> changed(List<ObjectNode> maps, JsonNode changes) {
        List<ObjectNode> changed = new ArrayList<>();
        for (int i = 0; i < Math.max(maps.size(), changes.size()); i++) {
            ObjectNode map = i < maps.size() ? maps.get(i).deepCopy() : new ObjectMapper().createObjectNode();
            if (i < changes.size()) {
                map.setAll((ObjectNode) changes.get(i));
            }
            changed.add(map);
        }
        return changed;
    }

    /** Goes through the steps that are left, and answers each. */
    void toTheEnd(int from) {
        int count = lesson.steps().size();
        List<ObjectNode> shown = List.of(); // parts of the maps as the step begins
        List<ObjectNode> before = List.of(); // and as the one before it ended
        for (int i = from; i < count; i++) {
            JsonNode step = lesson.steps().get(i);
            assertThat(panel().locator(".lesson-head .number")).hasText("%d of %d".formatted(i + 1, count));
            assertThat(panel().locator("h2").first()).hasText(step.get("title").asText());
            if (step.has("show")) {
                shown = changed(List.of(), step.get("show").get("maps"));
            }
            assertReads(panel().locator("#lesson-say"), step.get("say").asText(), shown);
            if (step.has("show")) {
                assertShowsImage(step.get("show").get("maps"));
            }
            assertNames(models(before), models(shown));
            before = changed(
                    changed(shown, step.path("ask").path("shows")),
                    step.path("reveal").path("maps"));
            if (step.has("ask")) {
                answer(step.get("ask"), i % 2 == 0, shown);
            }
            if (step.has("reveal")) {
                assertReads(
                        panel().locator("[aria-live]"),
                        step.get("reveal").get("say").asText(),
                        before);
            }
            if (i < count - 1) {
                press(panel().locator(".lesson-ways .button.main:visible"));
            }
        }
    }

    /** What a text says, with numbers as the server has them. */
    private void assertReads(Locator place, String text, List<ObjectNode> maps) {
        Pattern pattern = pattern(text, maps);
        assertThat(place).containsText(pattern, new ContainsTextOptions().setTimeout(PATIENCE));
    }

    private Pattern pattern(String text, List<ObjectNode> maps) {
        return claims.pattern(
                text,
                lesson.json().get("claims"),
                new ObjectMapper().createArrayNode().addAll(maps));
    }

    private void answer(JsonNode ask, boolean wrongly, List<ObjectNode> maps) {
        Locator reply = panel().locator(".lesson-reply");
        Locator skip = panel().locator(".lesson-ways .button:visible:text-is('Show me')");
        assertThat(panel().locator(".lesson-ask")).containsText(ask.get("say").asText());
        assertThat(panel().locator(".lesson-ways .button.main:visible")).hasCount(0); // first the guess
        switch (ask.get("kind").asText()) {
            case "choose" -> {
                int at = 0;
                while (ask.get("answers").get(at).path("right").asBoolean() == wrongly) {
                    at++;
                }
                press(panel().locator(".lesson-answer").nth(at));
                assertThat(reply).containsText(wrongly ? "Not quite." : "Yes.");
                assertReads(reply, ask.get("answers").get(at).get("reply").asText(), maps);
                assertThat(panel().locator(".lesson-answer.right")).hasCount(1);
            }
            case "number" -> {
                Locator guess = panel().locator(".lesson-ask .button");
                assertThat(guess)
                        .isEnabled(new com.microsoft.playwright.assertions.LocatorAssertions.IsEnabledOptions()
                                .setTimeout(PATIENCE)); // once the number is there
                press(guess);
                assertThat(reply).containsText("Not quite."); // nobody is right who has moved nothing
                String said = reply.textContent();
                Pattern low = pattern(ask.get("low").asText(), maps);
                Pattern high = pattern(ask.get("high").asText(), maps);
                assertTrue(
                        Pattern.compile(".*(?:%s|%s)".formatted(low, high))
                                .matcher(said)
                                .find(),
                        said + " for " + low);
            }
            default -> {
                boolean plays = ask.path("state").asText().equals("watched.at");
                if (plays) {
                    page.waitForFunction(TRAINING_IS_THERE);
                }
                press(skip);
                if (plays) {
                    Locator toItsEnd = panel().locator(".lesson-ways .button:visible:text-is('Skip to its end')");
                    assertThat(toItsEnd).isVisible();
                    assertThat(reply).isHidden(); // it tells of the end
                    press(toItsEnd);
                    assertReads(reply, ask.get("right").asText(), maps);
                }
                if (ask.path("state").asText().equals("dialog")) {
                    assertThat(page.locator("dialog[open]")).hasCount(1);
                    page.keyboard().press("Escape");
                }
            }
        }
        assertThat(skip).hasCount(0);
        assertFalse(reply.textContent().contains("{"), "a name in place of a number");
    }
}
