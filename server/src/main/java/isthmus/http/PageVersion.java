package isthmus.http;

import isthmus.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page as it is at one time. Its modules and style sheets stand under an address that holds their hash: browsers keep
 * them for good, and what imports another by its relative path finds it there.
 *
 * @param files bytes by name, such as {@code src/main.js}
 * @param hash of all files
 * @param html of the entrance: it names files by their hash, and all modules at once that its script imports, so that none
 *     is asked for only when another has come
 * @param importMapHash of its import map, the one inline script that a browser may run, as a content security policy
 *     states it; empty where it has none
 */
record PageVersion(Map<String, byte[]> files, String hash, String html, String importMapHash) {
    static final String PATH = "/files/";

    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script[^>]*type=\"importmap\"[^>]*>(.*?)</script>", Pattern.DOTALL);
    private static final Pattern ENTRY = Pattern.compile("\\n *<script type=\"module\" src=\"/(src/[^\"]+)\">");
    private static final Pattern IMPORT =
            Pattern.compile("^(?:import|export)\\b(?:[^;\"']*\\bfrom)?\\s*[\"'](\\.[^\"']+)", Pattern.MULTILINE);

    /** Of files by name, the entrance among them. */
    static PageVersion of(SortedMap<String, byte[]> files, String entrance) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        files.forEach((name, bytes) -> {
            all.writeBytes((name + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            all.writeBytes(bytes);
        });
        String hash = Sha256.of(all.toByteArray()).substring(0, 16);
        String html = text(files, entrance);
        Matcher map = IMPORT_MAP.matcher(html);
        String mapHash = map.find() ? hashOf(map.group(1)) : "";
        Matcher entry = ENTRY.matcher(html);
        if (entry.find()) {
            StringBuilder links = new StringBuilder();
            imported(files, entry.group(1))
                    .forEach(name -> links.append("\n    <link rel=\"modulepreload\" href=\"/%s\">".formatted(name)));
            html = html.substring(0, entry.start()) + links + html.substring(entry.start());
        }
        html = html.replaceAll("(?<=(?:src|href)=\")/(?=(?:src|css)/)", PATH + hash + "/");
        return new PageVersion(files, hash, html, mapHash);
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    /** What a module imports, and what these import, nearest first. */
    private static List<String> imported(Map<String, byte[]> files, String module) {
        List<String> found = new ArrayList<>(List.of(module));
        for (int i = 0; i < found.size(); i++) {
            Path from = Path.of(found.get(i));
            if (files.containsKey(found.get(i))) {
                IMPORT.matcher(text(files, found.get(i)))
                        .results()
                        .map(one -> from.resolveSibling(one.group(1))
                                .normalize()
                                .toString()
                                .replace('\\', '/'))
                        .filter(name -> !found.contains(name))
                        .forEach(found::add);
            }
        }
        return found.subList(1, found.size());
    }

    private static String hashOf(String text) {
        // Browsers hash what they parsed, in which every line ends with a line feed alone.
        String parsed = text.replace("\r\n", "\n").replace('\r', '\n');
        byte[] digest = HexFormat.of().parseHex(Sha256.of(parsed.getBytes(StandardCharsets.UTF_8)));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }
}
