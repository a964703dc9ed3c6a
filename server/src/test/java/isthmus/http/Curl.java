package isthmus.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A curl command as a request of the JDK's client: so much of curl as the documents use, and a refusal of the rest, so
 * that examples are run on every machine, whether it has curl or not.
 *
 * @param output the file that -o names, or null
 */
public record Curl(HttpRequest request, Path output) {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    /**
     * @param from what URLs in the command begin with
     * @param to what they begin with instead
     * @param folder where files lie
     */
    public static Curl parse(String command, String from, URI to, Path folder) throws IOException {
        List<String> words = words(command);
        if (!words.get(0).equals("curl")) {
            throw new AssertionError("expected a curl command, found " + command);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder();
        Path output = null;
        List<String> names = new ArrayList<>();
        List<byte[]> files = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith("http")) {
                if (!word.startsWith(from)) {
                    throw new AssertionError("expected a URL at %s, found %s".formatted(from, word));
                }
                request.uri(URI.create(to + word.substring(from.length())));
                continue;
            }
            String value = words.get(++i);
            switch (word) {
                case "-H" -> {
                    String[] header = value.split(": ", 2);
                    request.header(header[0], header[1]);
                }
                case "-o" -> output = folder.resolve(value);
                case "-d" -> request.POST(BodyPublishers.ofString(value));
                case "--data-binary" -> request.POST(BodyPublishers.ofFile(folder.resolve(value.substring(1))));
                case "-F" -> {
                    String name = value.substring(value.indexOf("=@") + 2);
                    names.add(name);
                    files.add(Files.readAllBytes(folder.resolve(name)));
                }
                default -> throw new AssertionError("expected an option that is known here, found " + word);
            }
        }
        if (!names.isEmpty()) {
            request.header("Content-Type", "multipart/form-data; boundary=curl")
                    .POST(BodyPublishers.ofByteArray(SmallServer.form("curl", names, files)));
        }
        return new Curl(request.build(), output);
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command.replace("\\\n", " "));
        while (matcher.find()) {
            words.add(
                    matcher.group(1) != null
                            ? matcher.group(1)
                            : matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        return words;
    }
}
