package isthmus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isthmus.convert.diffusers.ExactAutoencoder;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every curl command in API.md, and holds its answer against what is written below the command. */
class DocumentedExamplesTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("isthmus.root", ".."), "server/API.md");
    private static final String ADDRESS = "http://127.0.0.1:7070";
    private static final Pattern EXAMPLE = Pattern.compile(
            "```sh\n(curl .*?)\n```\n\nAnswers (\\d{3}) with `([^`]+)`[^\n]*\n(?:\n```json\n(.*?)\n```)?",
            Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final List<String> examples = new ArrayList<>();

    @Test
    void everyExampleAnswersAsItSays() throws Exception {
        String document = Files.readString(DOCUMENT).replace("\r\n", "\n");
        Files.write(folder.resolve("seven.png"), SmallServer.png(7));
        Files.write(folder.resolve("three.png"), SmallServer.png(3));
        ExactAutoencoder.write(folder);
        try (SmallServer site = new SmallServer(folder.resolve("models"), settings -> {})) {
            Matcher example = EXAMPLE.matcher(document);
            while (example.find()) {
                examples.add(example.group(1));
                run(site, example.group(1), Integer.parseInt(example.group(2)), example.group(3), example.group(4));
            }
        }
        long commands =
                document.lines().filter(line -> line.startsWith("curl ")).count();
        assertEquals(commands, examples.size(), "every command says what it answers: " + examples);
        for (String path : List.of(
                "/api/models ",
                "/api/models/digits ",
                "atlas.npz",
                "decode?",
                "/path ",
                "/api/pdf ",
                "/api/imports ",
                "/api/comparison ",
                "/api/papers/aevb ",
                "encode",
                "report",
                "/health",
                "/metrics")) {
            assertTrue(examples.stream().anyMatch(command -> (command + " ").contains(path)), path + " has an example");
        }
    }

    private void run(SmallServer site, String command, int status, String type, String json) throws Exception {
        Curl curl = Curl.parse(command, ADDRESS, site.site.address(), folder);
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(curl.request(), BodyHandlers.ofByteArray());
        assertEquals(status, answer.statusCode(), command);
        String found = answer.headers().firstValue("Content-Type").orElse("");
        assertEquals(type, found.replaceFirst(";.*", ""), command);
        assertTrue(answer.body().length > 0, command);
        if (json != null) {
            assertSameFields(command, JSON.readTree(json), JSON.readTree(answer.body()));
        }
        if (curl.output() != null) {
            Files.write(curl.output(), answer.body());
        }
    }

    /** The same names of fields, all the way down; of lists the first element says how all are. */
    private static void assertSameFields(String where, JsonNode documented, JsonNode answered) throws IOException {
        assertEquals(documented.getNodeType(), answered.getNodeType(), where);
        if (documented.isArray() && !documented.isEmpty()) {
            assertSameFields(where + "[0]", documented.get(0), answered.path(0));
        }
        if (documented.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            documented.fieldNames().forEachRemaining(names::add);
            TreeSet<String> found = new TreeSet<>();
            answered.fieldNames().forEachRemaining(found::add);
            assertEquals(names, found, where);
            for (String name : names) {
                assertSameFields(where + "." + name, documented.get(name), answered.get(name));
            }
        }
    }
}
