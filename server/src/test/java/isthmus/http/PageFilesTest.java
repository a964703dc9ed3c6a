package isthmus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        Files.writeString(web.resolve("index.html"), """
                <!doctype html><title>Page</title>
                <base href="/">
                <link rel="stylesheet" href="css/b.css">
                <link rel="stylesheet" href="css/a.css">
                <link rel="stylesheet" href="css/print.css" media="print">
                <script type="module" src="src/main.js"></script>
                """);
        Files.writeString(Files.createDirectories(web.resolve("css")).resolve("a.css"), "a { color: red }");
        Files.writeString(web.resolve("css/b.css"), "a { color: blue }");
        Files.createDirectories(web.resolve("src/b"));
        Files.writeString(
                web.resolve("src/main.js"),
                "import {\n  b,\n} from \"./b/b.js\";\nimport(\"./soon.js\");\n/** @import {T} from \"./t.js\" */");
        Files.writeString(web.resolve("src/b/b.js"), "import \"../a.js\";\nexport * from './c.js';");
        Files.writeString(web.resolve("src/b/c.js"), "export const c = 2;");
        Files.writeString(web.resolve("src/soon.js"), "import { c } from \"./b/c.js\";\nimport(\"./later.js\");");
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
    void whatThePageNamesIsKeptForGoodUntilAFileIsAnother() throws Exception {
        HttpResponse<String> page = site.get("/");
        assertEquals("no-cache", header(page, "Cache-Control"));
        Matcher named = Pattern.compile("\"(files/[0-9a-f]{16}/)src/main\\.js").matcher(page.body());
        assertTrue(named.find(), page.body());
        String under = "/" + named.group(1);
        assertEquals("""
                <!doctype html><title>Page</title>
                <base href="/">
                <link rel="stylesheet" href="%1$scss/all.css">
                <link rel="stylesheet" href="%1$scss/print.css" media="print">
                    <link rel="modulepreload" href="%1$ssrc/main.js">
                    <link rel="modulepreload" href="%1$ssrc/b/b.js">
                    <link rel="modulepreload" href="%1$ssrc/a.js">
                    <link rel="modulepreload" href="%1$ssrc/b/c.js">
                    <link data-panel href="%1$ssrc/soon.js">
                <script type="module" src="%1$ssrc/main.js"></script>
                """.formatted(named.group(1)), page.body());
        HttpResponse<String> file = site.get(under + "src/b/b.js");
        assertTrue(header(file, "Content-Type").startsWith("text/javascript"), header(file, "Content-Type"));
        assertEquals("public, max-age=31536000, immutable", header(file, "Cache-Control"));
        HttpResponse<String> sheets = site.get(under + "css/all.css");
        assertTrue(header(sheets, "Content-Type").startsWith("text/css"));
        assertEquals("a { color: blue }\na { color: red }\n", sheets.body());
        for (String path : List.of("src/none.js", "index.html", "src/", "src/../../secret.txt")) {
            assertEquals(404, site.get(under + path).statusCode(), path);
        }

        Path edited = folder.resolve("web/src/b/c.js");
        Files.writeString(edited, "export const c = 22;");
        assertEquals("export const c = 2;", site.get(under + "src/b/c.js").body());
        String later = site.get("/").body();
        assertFalse(later.contains(under), later);
        HttpResponse<String> old = site.get(under + "src/b/c.js"); // for a page that was opened before
        assertEquals("export const c = 22; no-cache", old.body() + " " + header(old, "Cache-Control"));
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
