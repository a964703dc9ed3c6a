package isthmus.http;

import isthmus.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page as it is at one time. Its modules and style sheets stand under an address that holds their hash: browsers
 * keep them for good, and what imports another by its relative path finds it there.
 *
 * @param files bytes by name, such as {@code src/main.js}
 * @param hash of all files
 * @param html of the entrance, whose addresses are relative to its base, with files by their hash. It names its style
 *     sheets as one, and all modules that its script imports, so that none is asked for only when another has come: at once
 *     those it waits for, and without a {@code rel}, which the script gives them, those of the panels
 */
record PageVersion(Map<String, byte[]> files, String hash, String html) {
    static final String PATH = "files/";

    private static final String SHEETS = "css/all.css";
    private static final Pattern SHEET = Pattern.compile("\\n *<link rel=\"stylesheet\" href=\"(css/[^\"]+)\">");
    private static final Pattern ENTRY = Pattern.compile("\\n *<script type=\"module\" src=\"(src/[^\"]+)\">");
    private static final Pattern IMPORT =
            Pattern.compile("^(?:import|export)\\b(?:[^;\"']*\\bfrom)?\\s*[\"'](\\.[^\"']+)", Pattern.MULTILINE);
    private static final Pattern IMPORT_SOON = Pattern.compile("\\bimport\\([\"'](\\.[^\"']+)");

    /**
     * Of files by name, the entrance among them.
     *
     * @param base path of the server, without a slash at its end
     */
    static PageVersion of(SortedMap<String, byte[]> read, String entrance, String base) {
        SortedMap<String, byte[]> files = new TreeMap<>(read);
        String hash = hashOf(files);
        String html = joinSheets(files, text(files, entrance));
        Matcher entry = ENTRY.matcher(html);
        if (entry.find()) {
            StringBuilder links = new StringBuilder();
            modulesOf(files, entry.group(1))
                    .forEach((name, isAwaited) -> links.append("\n    <link %s href=\"%s\">"
                            .formatted(isAwaited ? "rel=\"modulepreload\"" : "data-panel", name)));
            html = html.substring(0, entry.start()) + links + html.substring(entry.start());
        }
        html = html.replaceAll("(?<=(?:src|href)=\")(?=(?:src|css)/)", PATH + hash + "/")
                .replace("<base href=\"/\">", "<base href=\"%s/\">".formatted(base));
        return new PageVersion(files, hash, html);
    }

    private static String hashOf(SortedMap<String, byte[]> files) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        files.forEach((name, bytes) -> {
            all.writeBytes((name + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            all.writeBytes(bytes);
        });
        return Sha256.of(all.toByteArray()).substring(0, 16);
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }

    /** Adds a file of all style sheets for any medium, which the page then names in place of the first. */
    private static String joinSheets(Map<String, byte[]> files, String html) {
        List<String> names = new ArrayList<>();
        String joined = SHEET.matcher(html).replaceAll(found -> {
            names.add(found.group(1));
            return names.size() == 1 ? found.group().replace(found.group(1), SHEETS) : "";
        });
        StringBuilder all = new StringBuilder();
        names.forEach(name -> all.append(text(files, name)).append('\n'));
        files.put(SHEETS, all.toString().getBytes(StandardCharsets.UTF_8));
        return joined;
    }

    /** A script and all that it imports, by whether the script waits for it. */
    private static Map<String, Boolean> modulesOf(Map<String, byte[]> files, String script) {
        Map<String, Boolean> found = new LinkedHashMap<>();
        addAll(found, files, script, true);
        IMPORT_SOON
                .matcher(text(files, script))
                .results()
                .forEach(one -> addAll(found, files, beside(script, one.group(1)), false));
        return found;
    }

    /** Adds a module, what it imports and what these import, nearest first. */
    private static void addAll(
            Map<String, Boolean> found, Map<String, byte[]> files, String module, boolean isAwaited) {
        Deque<String> left = new ArrayDeque<>(List.of(module));
        while (!left.isEmpty()) {
            String next = left.remove();
            if (found.putIfAbsent(next, isAwaited) == null) {
                IMPORT.matcher(text(files, next)).results().forEach(one -> left.add(beside(next, one.group(1))));
            }
        }
    }

    private static String beside(String module, String path) {
        return Path.of(module).resolveSibling(path).normalize().toString().replace('\\', '/');
    }
}
