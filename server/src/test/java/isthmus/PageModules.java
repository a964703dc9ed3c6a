package isthmus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The modules of web/src and what each imports, held to the rules of web/README.md. Names are relative to src, such as
 * {@code views/map/map.js}. Immutable; any thread.
 *
 * @param imports by module; types that JSDoc imports count too
 */
record PageModules(Map<String, Set<String>> imports) {
    private static final Pattern IMPORT = Pattern.compile(
            "^(?:import|export)\\b(?:[^;\"']*\\bfrom)?\\s*[\"'](\\.[^\"']+)|\\bimport\\([\"'](\\.[^\"']+)",
            Pattern.MULTILINE);

    static PageModules read(Path src) throws IOException {
        Map<String, Set<String>> imports = new TreeMap<>();
        try (Stream<Path> files = Files.walk(src)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".js")).toList()) {
                String text = Files.readString(file);
                String name = name(src, file);
                Set<String> found = new TreeSet<>();
                IMPORT.matcher(text)
                        .results()
                        .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                        .forEach(one -> found.add(name(src, file.resolveSibling(one))));
                imports.put(name, found);
            }
        }
        return new PageModules(imports);
    }

    private static String name(Path src, Path file) {
        return src.normalize().relativize(file.normalize()).toString().replace('\\', '/');
    }

    /**
     * A sentence for each rule that is broken.
     *
     * @param pure modules that know neither the document nor the server
     */
    List<String> broken(Set<String> pure) {
        List<String> broken = new ArrayList<>();
        imports.forEach((module, imported) -> {
            forbid(broken, module, imported, one -> one.equals("main.js"));
            if (!module.equals("main.js")) {
                forbid(broken, module, imported, one -> one.equals("server.js"));
            }
            if (module.startsWith("views/")) {
                forbid(broken, module, imported, one -> one.startsWith("asks/"));
                forbid(
                        broken,
                        module,
                        imported,
                        one -> one.startsWith("views/") && !folder(one).equals(folder(module)));
            }
            if (module.startsWith("asks/")) {
                forbid(broken, module, imported, PageModules::knowsElements);
            }
        });
        for (String module : pure) {
            forbid(broken, module, reached(module), one -> knowsElements(one) || one.startsWith("asks/"));
        }
        checkParts(broken);
        return broken;
    }

    private static String folder(String module) {
        return module.substring(0, module.lastIndexOf('/') + 1);
    }

    private static boolean knowsElements(String module) {
        return module.equals("dom.js") || module.startsWith("views/") || module.startsWith("layers/");
    }

    private static void forbid(List<String> broken, String module, Set<String> imported, Predicate<String> forbidden) {
        imported.stream().filter(forbidden).forEach(one -> broken.add(module + " imports " + one));
    }

    /** A view is what main.js creates, and every other file in views is a part of one of them. */
    private void checkParts(List<String> broken) {
        Map<String, String> owners = new TreeMap<>();
        for (String view : imports.getOrDefault("main.js", Set.of())) {
            if (view.startsWith("views/")) {
                owners.put(view, view);
                for (String part : reached(view)) {
                    String other = part.startsWith("views/") ? owners.put(part, view) : null;
                    if (other != null && !other.equals(view)) {
                        broken.add(part + " is a part of " + other + " and of " + view);
                    }
                }
            }
        }
        imports.keySet().stream()
                .filter(module -> module.startsWith("views/") && !owners.containsKey(module))
                .forEach(module -> broken.add(module + " is a part of no view"));
    }

    /** All that a module imports, and what these import. */
    private Set<String> reached(String module) {
        Set<String> reached = new TreeSet<>();
        List<String> left = new ArrayList<>(imports.getOrDefault(module, Set.of()));
        while (!left.isEmpty()) {
            String next = left.remove(left.size() - 1);
            if (reached.add(next)) {
                left.addAll(imports.getOrDefault(next, Set.of()));
            }
        }
        return reached;
    }
}
