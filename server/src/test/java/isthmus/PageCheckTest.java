package isthmus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modules of the page have no wrong type and break no lint rule. */
@Beside
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
                src/module.js(10,13): error eqeqeq: == compares unlike things
                src/module.js(10,27): error no-self-compare: count !== count
                src/module.js(10,3): error no-var: let or const in place of var
                src/module.js(12,10): error no-unmodified-loop-condition: the loop changes nothing in count < 3
                src/module.js(15,13): error no-empty: an empty block without a comment
                src/module.js(15,7): error no-constant-condition: true never changes
                src/module.js(17,3): error TS7027: Unreachable code detected.
                src/module.js(19,25): error TS6133: 'unused' is declared but its value is never read.
                src/module.js(19,25): error TS7006: Parameter 'unused' implicitly has an 'any' type.
                src/module.js(19,8): error require-await: an async function without await
                src/module.js(21,5): error TS7029: Fallthrough case in switch.
                src/module.js(22,7): error TS2630: Cannot assign to 'g' because it is a function.
                src/module.js(3,7): error prefer-const: address never changes
                src/module.js(4,38): error TS6133: 'address' is declared but its value is never read.
                src/module.js(4,38): error no-shadow: address hides the one of line 3
                src/module.js(5,13): error TS2339: Property 'cuont' does not exist on type '{}'.
                src/script.js(1,10): error no-implicit-globals: seen is seen by every script
                """,
                String.join("\n", PageCheck.findings(config).stream().sorted().toList()) + "\n");
    }
}
