package isthmus.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/** Records as JSON text. Any thread. */
final class Json {
    static final String TYPE = "application/json";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static byte[] of(Object value) {
        try {
            return (MAPPER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of the house can be written as JSON", e);
        }
    }
}
