package isthmus.http;

import isthmus.Failure;
import isthmus.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page's entrance, {@code index.html}. Its import map is the one inline script that a browser is allowed to run,
 * by the hash of its text.
 *
 * @param bytes of the file
 * @param importMapHash as a content security policy states it; empty where the page has no import map
 */
record Page(byte[] bytes, String importMapHash) {
    static final String FILE = "index.html";

    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script[^>]*type=\"importmap\"[^>]*>(.*?)</script>", Pattern.DOTALL);

    /** Reads the page as it is now, so that text and hash belong together while somebody edits it. */
    static Page read(Path web) {
        try {
            byte[] bytes = Files.readAllBytes(web.resolve(FILE));
            Matcher map = IMPORT_MAP.matcher(new String(bytes, StandardCharsets.UTF_8));
            return new Page(bytes, map.find() ? hash(map.group(1)) : "");
        } catch (IOException e) {
            throw Failure.notFound("--web", "a folder with " + FILE, "none at " + web)
                    .causedBy(e);
        }
    }

    private static String hash(String text) {
        // Browsers hash what they parsed, in which every line ends with a line feed alone.
        String parsed = text.replace("\r\n", "\n").replace('\r', '\n');
        byte[] digest = HexFormat.of().parseHex(Sha256.of(parsed.getBytes(StandardCharsets.UTF_8)));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }
}
