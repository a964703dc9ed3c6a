package isthmus.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/** Records as JSON text. Any thread. */
public final class Json {
    public static final String TYPE = "application/json";

    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** One line, with its end. */
    public static byte[] of(Object value) {
        return (text(value) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of the house can be written as JSON", e);
        }
    }
}
