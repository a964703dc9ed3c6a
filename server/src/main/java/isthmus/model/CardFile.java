package isthmus.model;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.Failure;
import isthmus.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads and writes {@code card.json}. Any thread. */
public final class CardFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /** Fields in the record's order, two spaces, and the same line ends on every system: the same card, the same bytes. */
    private static final ObjectWriter WRITER = JSON.writer(new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private CardFile() {}

    public static void write(Path path, ModelCard card) throws IOException {
        byte[] text = (WRITER.writeValueAsString(card) + "\n").getBytes(StandardCharsets.UTF_8);
        WholeFile.write(path, out -> out.write(text));
    }

    /** Reads and checks a card. A Failure names file and field. */
    public static ModelCard read(Path path) throws IOException {
        return parse(path, Files.readAllBytes(path));
    }

    /** As {@link #read}, of text that was read. */
    static ModelCard parse(Path path, byte[] text) throws IOException {
        try {
            ModelCard card = JSON.readValue(text, ModelCard.class);
            if (card == null) {
                throw Failure.badInput(path.toString(), "a card", "null");
            }
            return card;
        } catch (JsonProcessingException e) {
            throw failure(e).at(path.toString());
        }
    }

    private static Failure failure(JsonProcessingException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure failure) {
                return failure;
            }
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream()
                    .map(Object::toString)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return Failure.badInput(path(unknown), "one of " + known, "an unknown field");
        }
        if (e instanceof InvalidFormatException wrong && wrong.getTargetType().isEnum()) {
            return Failure.badInput(path(wrong), "one of " + names(wrong.getTargetType()), wrong.getValue());
        }
        if (e instanceof JsonMappingException wrong && !wrong.getPath().isEmpty()) {
            return firstSentence(wrong).contains("`null`")
                    ? Failure.badInput(path(wrong), "a value", "none")
                    : Failure.badInput(path(wrong), "another value", firstSentence(wrong));
        }
        String where = e.getLocation() == null
                ? ""
                : "line %d, column %d"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
        return Failure.badInput(where, e instanceof JsonParseException ? "JSON" : "a card", firstSentence(e));
    }

    /** The field as a path, such as {@code input.height}. */
    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    /** The constant that a card, or an option, means by a word. */
    public static <E extends Enum<E>> E named(Class<E> type, String what, String word) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(word)) {
                return constant;
            }
        }
        throw Failure.badInput(what, "one of " + names(type), word);
    }

    /** The word that a card uses for a constant. */
    public static String word(Enum<?> constant) {
        return JSON.convertValue(constant, String.class);
    }

    private static String names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(value -> word((Enum<?>) value))
                .collect(Collectors.joining(", "));
    }

    private static String firstSentence(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("").replaceAll(" \\(.*", "");
    }
}
