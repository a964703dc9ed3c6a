package isthmus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modules of the page have no wrong type and break no lint rule. */
class PageCheckTest {
    private static final Path CONFIG =
            Path.of(System.getProperty("isthmus.root", "..")).resolve("web/jsconfig.json");

    @Test
    void nothingIsFoundInThePage() throws IOException {
        assertEquals("", String.join("\n", PageCheck.findings(CONFIG)));
    }

    @Test
    void whatIsWrongIsSaidWithItsLine(@TempDir Path folder) throws IOException {
        Path config = folder.resolve("jsconfig.json");
        // The page's options, but for the browser's declarations, which take a second to read.
        Files.writeString(config, Files.readString(CONFIG).replace(", \"dom\", \"dom.iterable\"", ""));
        Path src = Files.createDirectories(folder.resolve("src"));
        Files.writeString(src.resolve("script.js"), "function seen() {}\nseen();\n");
        Files.writeString(src.resolve("module.js"), """
                /** @param {{count: number}} given */
                export function f({ count, ...given }) {
                  let address = "";
                  const set = (/** @type {string} */ address) => (address = "b");
                  set(given.cuont);
                  for (const item of [1]) {
                    const later = () => item;
                    later();
                  }
                  var one = count == 1 || count !== count;
                  set(String(one));
                  while (count < 3) {
                    set("");
                  }
                  if (true) {}
                  return address;
                  set("never");
                }
                export async function g(unused) {
                  switch (1 + 1) {
                    case 1:
                      g = null;
                    case 2:
                  }
                }
                """);
        assertEquals(
                """
                src/module.js(4,48): error no-shadow: address hides the one of line 3
                """,
                String.join("\n", PageCheck.findings(config).stream().sorted().toList()) + "\n");
    }
}
