package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.Beside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modules of the page have no wrong type and break no lint rule. */
@Beside
class PageCheckTest {
    private static final Path WEB = BundledSite.ROOT.resolve("web");

    @Test
    void nothingIsFoundInThePage() throws IOException, InterruptedException {
        assertEquals("", String.join("\n", PageCheck.findings(WEB)));
    }

    @Test
    void whatIsWrongIsSaidWithItsLine(@TempDir Path folder) throws IOException, InterruptedException {
        Files.copy(WEB.resolve("jsconfig.json"), folder.resolve("jsconfig.json"));
        Path src = Files.createDirectories(folder.resolve("src"));
        Files.writeString(src.resolve("first.js"), "function seen() {}\nseen();\n");
        Files.writeString(Files.createDirectory(src.resolve("asks")).resolve("ask.js"), """
                export const load = async () => await fetch("/api/models");
                export const link = () => document.querySelector("a") ?? "#1c5d7d" + name;
                """);
        Files.writeString(src.resolve("old-worker.js"), "postMessage(document.title);\n");
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
                src/asks/ask.js(1,39): error no-restricted-globals: Unexpected use of 'fetch'. server.js alone speaks with the server.
                src/asks/ask.js(1,45): error no-restricted-syntax: Addresses are relative to document.baseURI.
                src/asks/ask.js(2,27): error no-restricted-syntax: An ask knows no element.
                src/asks/ask.js(2,58): error no-restricted-syntax: tokens.css has every colour; token() reads it.
                src/asks/ask.js(2,70): error no-restricted-globals: Unexpected use of 'name'.
                src/first.js(1,1): error no-implicit-globals: Unexpected function declaration in the global scope, wrap in an IIFE for a local variable, assign as global property for a global variable.
                src/module.js(10,19): error eqeqeq: Expected '===' and instead saw '=='.
                src/module.js(10,27): error no-self-compare: Comparing to itself is potentially pointless.
                src/module.js(10,3): error no-var: Unexpected var, use let or const instead.
                src/module.js(12,10): error no-unmodified-loop-condition: 'count' is not modified in this loop.
                src/module.js(15,13): error no-empty: Empty block statement.
                src/module.js(15,7): error no-constant-condition: Unexpected constant condition.
                src/module.js(17,3): error TS7027: Unreachable code detected.
                src/module.js(17,3): error no-unreachable: Unreachable code.
                src/module.js(19,25): error TS6133: 'unused' is declared but its value is never read.
                src/module.js(19,25): error TS7006: Parameter 'unused' implicitly has an 'any' type.
                src/module.js(19,25): error no-unused-vars: 'unused' is defined but never used. Allowed unused args must match /^_/u.
                src/module.js(19,8): error require-await: Async function 'g' has no 'await' expression.
                src/module.js(21,5): error TS7029: Fallthrough case in switch.
                src/module.js(22,7): error TS2630: Cannot assign to 'g' because it is a function.
                src/module.js(22,7): error no-func-assign: 'g' is a function.
                src/module.js(23,5): error no-fallthrough: Expected a 'break' statement before 'case'.
                src/module.js(3,7): error prefer-const: 'address' is never reassigned. Use 'const' instead.
                src/module.js(4,38): error TS6133: 'address' is declared but its value is never read.
                src/module.js(4,38): error no-shadow: 'address' is already declared in the upper scope on line 3 column 7.
                src/module.js(4,51): error no-unused-vars: 'address' is assigned a value but never used. Allowed unused args must match /^_/u.
                src/module.js(5,13): error TS2339: Property 'cuont' does not exist on type '{}'.
                src/old-worker.js(1,13): error no-undef: 'document' is not defined.
                """,
                String.join("\n", PageCheck.findings(folder).stream().sorted().toList()) + "\n");
    }
}
