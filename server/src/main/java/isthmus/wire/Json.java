package isthmus.wire;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import isthmus.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Records as JSON text, and back. What is read is read strictly: a sentence refuses unknown and repeated fields, values of
 * another type, and anything behind the request. Any thread.
 */
public final class Json {
    public static final String TYPE = "application/json";

    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final int MAX_DEPTH = 16; // lists and objects within each other; requests need 4

    static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, text -> {
                for (CoercionInputShape shape :
                        List.of(CoercionInputShape.Boolean, CoercionInputShape.Integer, CoercionInputShape.Float)) {
                    text.setCoercion(shape, CoercionAction.Fail);
                }
            })
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .enumNamingStrategy(EnumNamingStrategies.LOWER_CASE)
            .addModule(FieldDeserializer.module())
            .build();

    private static final Map<Class<?>, String> WORDS = Map.of(
            String.class, "text",
            boolean.class, "true or false",
            Boolean.class, "true or false",
            int.class, "a whole number",
            Integer.class, "a whole number",
            long.class, "a whole number",
            Long.class, "a whole number",
            Double.class, "a number");

    private Json() {}

    /** One line, with its end. */
    public static byte[] of(Object value) {
        return (text(value) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static String text(Object value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of ours can be written as JSON", e);
        }
    }

    /** The record that the whole of the text holds, whose fields may all be left out. */
    public static <T> T read(Class<T> type, byte[] text) {
        return read(STRICT.readerFor(type), type, text);
    }

    /** The record that the whole of the text holds. */
    static <T> T read(ObjectReader reader, Class<T> type, byte[] text) {
        try (JsonParser json = STRICT.createParser(text)) {
            Object value;
            try {
                value = reader.readValue(json);
            } catch (JsonMappingException e) {
                throw failure(e, json);
            }
            if (value == null || json.nextToken() != null) {
                throw Failure.badInput("", "one request as a JSON object", value == null ? "null" : "more behind it");
            }
            return type.cast(value);
        } catch (IOException e) {
            String reason = e instanceof JsonProcessingException wrong ? wrong.getOriginalMessage() : e.toString();
            throw Failure.badInput("", "JSON", Printable.shown(reason)).causedBy(e);
        }
    }

    private static Failure failure(JsonMappingException e, JsonParser json) throws IOException {
        String place = place(e);
        Class<?> target = e instanceof MismatchedInputException wrong ? wrong.getTargetType() : null;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure failure) {
                return place.isEmpty() ? failure : failure.at(place);
            } else if (cause instanceof InputCoercionException wrong) {
                target = wrong.getTargetType();
            } else if (cause instanceof JsonProcessingException wrong && !(cause instanceof JsonMappingException)) {
                throw wrong; // no JSON
            } else if (cause instanceof RuntimeException defect) {
                throw defect;
            }
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return Failure.badInput(place, "one of the fields " + known, "a field of another name");
        }
        return Failure.badInput(place, place.isEmpty() ? "a request as a JSON object" : words(target), found(e, json))
                .causedBy(e);
    }

    private static String found(JsonMappingException e, JsonParser json) throws IOException {
        if (e instanceof InvalidFormatException wrong) {
            return Printable.shown(String.valueOf(wrong.getValue()));
        }
        // The fields of a part are read when all are there: the parser stands at the end, not at the value.
        boolean isPast =
                json.hasToken(JsonToken.END_OBJECT) && !e.getOriginalMessage().startsWith("Cannot map `null`");
        return isPast ? "another value" : found(json);
    }

    /** The field as a path, such as {@code files.0.name}. */
    private static String place(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null
                        ? Integer.toString(step.getIndex())
                        : Printable.shown(step.getFieldName()))
                .collect(Collectors.joining("."));
    }

    /** What a value of a type is called. */
    public static String words(Class<?> type) {
        if (type != null && type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == null) {
            return "another value";
        }
        return List.class.isAssignableFrom(type) ? "a list" : WORDS.getOrDefault(type, "an object");
    }

    /** The token that is met, for a sentence. */
    static String found(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == null || token == JsonToken.END_OBJECT) {
            return "none";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case END_ARRAY -> "the end of the list";
            default -> Printable.shown(json.getText());
        };
    }
}
