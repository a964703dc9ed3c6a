package isthmus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page is made of, as the server hands it out. */
class PageFilesTest {
    private static final String D3 = "/webjars/d3/7.9.0/dist/d3.min.js";

    @TempDir
    private static Path folder;

    private static Path script;
    private static SmallServer site;

    @BeforeAll
    static void open() throws IOException {
        Path web = Files.createDirectories(folder.resolve("web"));
        Files.writeString(web.resolve("index.html"), "<!doctype html><title>Page</title>");
        script = Files.createDirectories(web.resolve("src")).resolve("a.js");
        Files.writeString(script, "export const a = 1;");
        site = new SmallServer(
                folder.resolve("models"), settings -> settings.web = web.resolve("src/..")); // as people write it
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void d3ComesFromTheClassPathAndIsKeptForAYear() throws Exception {
        HttpResponse<String> answer = site.get(D3);
        assertEquals(200, answer.statusCode());
        assertTrue(header(answer, "Content-Type").startsWith("text/javascript"), header(answer, "Content-Type"));
        assertTrue(header(answer, "Content-Security-Policy").contains("script-src 'self'"));
        assertEquals("max-age=31622400", header(answer, "Cache-Control"));
        assertTrue(
                answer.body().startsWith("// https://d3js.org v7.9.0 "),
                answer.body().substring(0, 40));
    }

    @Test
    void aFileIsUsedUnaskedForAsLongAsTheServerIsToldAndThePageNever() throws Exception {
        try (SmallServer other = new SmallServer(folder.resolve("other"), settings -> {
            settings.web = folder.resolve("web");
            settings.pageMaxAge = 60;
        })) {
            assertEquals("max-age=60", header(other.get("/src/a.js"), "Cache-Control"));
            assertEquals("no-cache", header(other.get("/"), "Cache-Control"));
        }
    }

    @Test
    void aFileIsAskedForAgainAndSentAgainOnlyWhenItHasChanged() throws Exception {
        HttpResponse<String> first = site.get("/src/a.js");
        assertEquals("no-cache", header(first, "Cache-Control"));
        assertTrue(header(first, "Content-Type").startsWith("text/javascript"), header(first, "Content-Type"));
        HttpResponse<String> same = site.get("/src/a.js", "If-None-Match", header(first, "ETag"));
        assertEquals(304, same.statusCode());
        assertEquals("", same.body());
        assertEquals("no-cache", header(same, "Cache-Control"));
        Files.writeString(script, "export const a = 22;");
        HttpResponse<String> edited = site.get("/src/a.js", "If-None-Match", header(first, "ETag"));
        assertEquals(200, edited.statusCode());
        assertEquals("export const a = 22;", edited.body());
    }
}
