package isthmus.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code compare} measured, in {@code compare.json} beside the models, which its tables are made of. Any thread. */
public record ComparisonFile(Path path) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ObjectWriter WRITER =
            JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    public static ComparisonFile of(Path models) {
        return new ComparisonFile(models.resolve("compare.json"));
    }

    /** All models that were measured; none where there is no file. */
    public List<ComparedModel> read() throws IOException {
        if (!Files.isRegularFile(path)) {
            return List.of();
        }
        try {
            return JSON.readValue(Files.readAllBytes(path), new TypeReference<List<ComparedModel>>() {});
        } catch (JsonProcessingException e) {
            throw Failure.badInput(path.toString(), "figures that 'compare --write' wrote", e.getOriginalMessage())
                    .hint("remove the file, and all models are measured anew");
        }
    }

    /** What the file is to hold. */
    public static byte[] text(List<ComparedModel> models) {
        try {
            return (WRITER.writeValueAsString(models) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of ours can be written as JSON", e);
        }
    }
}
