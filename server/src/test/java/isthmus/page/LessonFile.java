package isthmus.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A lesson as it is on the disk. */
record LessonFile(String id, JsonNode json) {
    private static final Path FOLDER = BundledSite.ROOT.resolve("web/lessons");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode read(String name) {
        try {
            return JSON.readTree(FOLDER.resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LessonFile of(String id) {
        return new LessonFile(id, read(id + "/lesson.json"));
    }

    /** Ids in the order in which they are listed. */
    static List<String> order() {
        List<String> ids = new ArrayList<>();
        read("order.json").forEach(id -> ids.add(id.asText()));
        return ids;
    }

    /** Ids of all folders. */
    static List<String> folders() throws IOException {
        try (Stream<Path> found = Files.list(FOLDER)) {
            return found.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    List<JsonNode> steps() {
        List<JsonNode> steps = new ArrayList<>();
        json.get("steps").forEach(steps::add);
        return steps;
    }
}
