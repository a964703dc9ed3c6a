package isthmus.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PaletteTest {
    private static final Path TOKENS =
            Path.of(System.getProperty("isthmus.root", "..")).resolve("web/css/tokens.css");

    /** A colour of the page by light. */
    private static Color token(String name) throws IOException {
        Pattern line = Pattern.compile("--" + name + ": light-dark\\(#(\\w{6}),");
        Matcher found = line.matcher(Files.readString(TOKENS));
        assertTrue(found.find(), name);
        return new Color(Integer.parseInt(found.group(1), 16));
    }

    @Test
    void previewsHaveTheColoursOfThePage() throws IOException {
        assertEquals(token("paper"), Palette.PAPER);
        assertEquals(token("ink"), Palette.INK);
        assertEquals(token("line"), Palette.LINE);
        assertEquals(token("pin"), Palette.PIN);
        for (int label = 0; label < 10; label++) {
            assertEquals(token("class-" + (label + 1)), Palette.ofClass(label, 10), "class " + label);
        }
        assertEquals(token("unclassed"), Palette.ofClass(10, 11));
    }
}
