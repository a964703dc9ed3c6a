package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tests of the page see what goes wrong in it. */
@Beside
class PagesTest {
    @RegisterExtension
    final Pages pages = new Pages();

    /** What the test would fail with after something is done to a page that was well. */
    private String trouble(String script) {
        OpenPage page = pages.blank(Screen.DESKTOP);
        page.page().evaluate(script);
        return assertThrows(AssertionError.class, page::close).getMessage();
    }

    @Test
    void errorsOnTheConsoleAndExceptionsThatNobodyCaughtAreTrouble() {
        assertTrue(trouble("() => console.error('odd')").contains("console: odd"));
        assertTrue(trouble("() => { setTimeout(() => { throw new Error('lost'); }); }")
                .contains("uncaught: Error: lost"));
        assertTrue(trouble("() => { Promise.reject(new Error('left')); }").contains("uncaught: Error: left"));
    }

    @Test
    void requestsThatWereRefusedOrFailedAreTrouble() {
        assertTrue(trouble("() => fetch('/nowhere')").contains("answer: 404 to GET"));
        String aborted = trouble("""
                async () => {
                  const stop = new AbortController();
                  const answer = await fetch("/api/models/digits/atlas.npz", { signal: stop.signal });
                  stop.abort();
                  await answer.arrayBuffer().catch(() => 0);
                }
                """);
        assertTrue(aborted.contains("request: GET"), aborted);
        String socket = trouble("() => new Promise((done) => { new WebSocket('/nowhere').onclose = () => done(0); })");
        assertTrue(socket.contains("console: WebSocket connection"), socket);
    }

    @Test
    void whatThePolicyForbidsIsTrouble() {
        String style = trouble("() => document.body.setAttribute('style', 'color: red')");
        assertTrue(style.contains("Content Security Policy"), style);
        String foreign = trouble("() => fetch('https://example.org/').catch(() => 0)");
        assertTrue(foreign.contains("Content Security Policy"), foreign);
    }

    @Test
    void announcedTroubleMustCome() {
        OpenPage page =
                pages.emptied(pages.prepare(Screen.DESKTOP)).announce("odd").go("/");
        page.page().evaluate("() => console.error('odd')");
        page.close();
        OpenPage calm =
                pages.emptied(pages.prepare(Screen.DESKTOP)).announce("odd").go("/");
        assertThrows(AssertionError.class, calm::close);
    }

    @Test
    void aPictureWithoutWordsIsAViolation() throws IOException {
        OpenPage page = pages.blank(Screen.PHONE);
        page.page().evaluate("() => document.body.append(Object.assign(new Image(), { src: '/icon.svg' }))");
        List<String> found = Axe.violations(page.page());
        assertTrue(found.stream().anyMatch(line -> line.startsWith("image-alt")), found.toString());
    }

    @Test
    void aScreenIsAsItSays() {
        OpenPage page = pages.open("/", Screen.PHONE.inTheDark().withoutMotion());
        String media = "() => ['(width: 390px)', '(pointer: coarse)', '(prefers-color-scheme: dark)',"
                + " '(prefers-reduced-motion: reduce)'].filter((q) => !matchMedia(q).matches)";
        assertEquals(List.of(), page.page().evaluate(media));
    }

    @Test
    void numbersComeOverAsTheyAre() {
        ScriptModule module = pages.module("/src/server.js");
        assertArrayEquals(
                new double[] {0.1f, 1, Double.NaN, Double.NEGATIVE_INFINITY},
                module.numbers("() => new Float32Array([0.1, 1, NaN, -Infinity])"));
        assertEquals(-2.5, module.number("(m, list) => list[0] + list[1]", List.of(-3, 0.5)));
    }
}
