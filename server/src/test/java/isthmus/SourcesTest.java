package isthmus;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules for sources that compiled classes do not show: the length of files, and who imports whom in the page. */
class SourcesTest {
    private static final Path ROOT = Path.of(System.getProperty("isthmus.root", ".."));
    private static final int LONG = 400; // lines
    private static final int TOP = 40; // lines in which the reason for a long file must stand
    private static final Pattern PURE = Pattern.compile("^\\| (.*) \\|.*\\bpure\\b.*\\|$", Pattern.MULTILINE);

    /** Files that are long without a reason. */
    private static List<String> tooLong(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(one -> one.toString().matches(".*\\.(java|js)"))
                    .toList()) {
                List<String> lines = Files.readAllLines(file);
                if (lines.size() > LONG && lines.stream().limit(TOP).noneMatch(line -> line.contains("Long because"))) {
                    found.add(folder.relativize(file) + " has " + lines.size() + " lines");
                }
            }
        }
        return found;
    }

    /** What the page's README calls pure. */
    private static Set<String> pure() throws IOException {
        Pattern module = Pattern.compile("`(?:src/)?([\\w-]+\\.js)`");
        return PURE.matcher(Files.readString(ROOT.resolve("web/README.md")))
                .results()
                .flatMap(row -> module.matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .collect(toCollection(TreeSet::new));
    }

    /** Files of the page that the table of modules names neither themselves nor by a folder that they are in. */
    private static List<String> unnamed(Set<String> modules, String readme) {
        Set<String> named = Pattern.compile("`(?:src/)?([\\w/.*-]+)`")
                .matcher(readme.lines().filter(line -> line.startsWith("| `")).collect(joining("\n")))
                .results()
                .map(name -> name.group(1).replace("*.js", ""))
                .collect(toCollection(TreeSet::new));
        return modules.stream()
                .filter(module -> !named.contains(module)
                        && named.stream().noneMatch(name -> name.endsWith("/") && module.startsWith(name)))
                .toList();
    }

    private static void write(Path folder, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> one : files.entrySet()) {
            Path file = folder.resolve(one.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, one.getValue());
        }
    }

    @Test
    void aFileThatIsLongSaysWhy(@TempDir Path folder) throws IOException {
        assertEquals(List.of(), tooLong(ROOT.resolve("server/src")));
        assertEquals(List.of(), tooLong(ROOT.resolve("web/src")));
        write(
                folder,
                Map.of(
                        "Enough.java",
                        "\n".repeat(LONG),
                        "Long.java",
                        "\n".repeat(LONG + 1),
                        "Reason.java",
                        "// Long because a table is easier to read whole.\n" + "\n".repeat(LONG),
                        "Late.java",
                        "\n".repeat(LONG) + "// Long because"));
        assertEquals(
                List.of("Late.java has 401 lines", "Long.java has 401 lines"),
                tooLong(folder).stream().sorted().toList());
    }

    @Test
    void thePageKeepsTheRulesOfItsReadme() throws IOException {
        PageModules modules = PageModules.read(ROOT.resolve("web/src"));
        assertTrue(modules.imports().get("views/map/map.js").contains("layers/layers.js"), "imports are found");
        assertTrue(
                modules.imports().get("views/report/door.js").contains("views/report/report.js"),
                "those on demand too");
        Set<String> pure = pure();
        assertTrue(modules.imports().keySet().containsAll(pure), pure.toString());
        assertTrue(pure.containsAll(Set.of("state.js", "wire.js", "holes.js", "path-file.js")), pure.toString());
        assertEquals("", String.join("\n", modules.broken(pure)));
    }

    @Test
    void eachFileOfThePageIsInTheTableOfItsReadme() throws IOException {
        Set<String> modules =
                PageModules.read(ROOT.resolve("web/src")).imports().keySet();
        assertEquals(List.of(), unnamed(modules, Files.readString(ROOT.resolve("web/README.md"))));
        assertEquals(
                List.of("c.js", "d/e.js"),
                unnamed(
                        new TreeSet<>(Set.of("a.js", "b/b.js", "c.js", "d/e.js", "f/g.js")),
                        "| `src/a.js` | a |\n| `src/b/`, `f/*.js` | `no` |\nc.js is `src/c.js`"));
    }

    @Test
    void eachRuleOfThePageFindsWhatBreaksIt(@TempDir Path folder) throws IOException {
        write(
                folder,
                Map.of(
                        "main.js", "import { a } from './views/a.js';\nimport './views/b.js';\nimport \"./server.js\";",
                        "server.js", "",
                        "dom.js", "",
                        "pure.js", "export {\n  f,\n} from './between.js';",
                        "between.js", "import { element } from './dom.js';\nexport const a = './views/a.js';",
                        "views/a.js", "import { f } from '../server.js';\nimport { c } from './c.js';",
                        "views/b.js", "async () => (await import('./c.js')).create();",
                        "views/c.js", "import {\n  load } from '../asks/load.js'",
                        "views/unused.js", "import '../main.js';",
                        "asks/load.js", "import '../layers/points.js';"));
        write(folder, Map.of("views/d/d.js", "import '../a.js';"));
        assertEquals("""
                asks/load.js imports layers/points.js
                views/a.js imports server.js
                views/c.js imports asks/load.js
                views/d/d.js imports views/a.js
                views/unused.js imports main.js
                pure.js imports dom.js
                views/c.js is a part of views/a.js and of views/b.js
                views/d/d.js is a part of no view
                views/unused.js is a part of no view
                """, String.join("\n", PageModules.read(folder).broken(Set.of("pure.js"))) + "\n");
    }
}
