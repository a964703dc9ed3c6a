package isthmus.convert.pickle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.image.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Python script that exports a model where its code is. Any thread. */
public final class ExportScript {
    private static final JsonMapper JSON = new JsonMapper();

    private ExportScript() {}

    /** For any model: everything is asked for. */
    public static String plain() {
        try (InputStream in = ExportScript.class.getResourceAsStream("export.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a file's model, with what the file says and what its weights let one suppose. */
    static String of(Path file, StateDict state) {
        ModelGuess guess = ModelGuess.of(state);
        String text = with(plain(), "CHECKPOINT", quoted(file.toString()));
        text = with(text, "KEY", quoted(state.within().orElse("")));
        text = with(text, "WHOLE", state.type().isPresent() ? "True" : "False");
        if (guess.image().isPresent()) {
            Shape shape = guess.image().get();
            text = with(text, "SHAPE", "[%d, %d, %d]".formatted(shape.channels(), shape.height(), shape.width()));
        }
        return guess.code().isPresent()
                ? with(text, "CODE", String.valueOf(guess.code().getAsInt()))
                : text;
    }

    /** Another value for one of the script's constants, each of which is a line with a comment. */
    private static String with(String script, String name, String value) {
        Matcher line = Pattern.compile("(?m)^" + name + " = .*?(?=  #)").matcher(script);
        if (!line.find()) {
            throw new IllegalArgumentException("the script has no " + name);
        }
        return script.substring(0, line.start()) + name + " = " + value + script.substring(line.end());
    }

    /** What a string is in JSON, it is in Python: names come from files, and must stay data. */
    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
