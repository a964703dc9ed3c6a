package isthmus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.convert.pickle.ExportScript;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ExportScriptCommandTest {
    private static String printed(String... arguments) {
        StringWriter out = new StringWriter();
        assertEquals(
                0,
                new CommandLine(new ExportScriptCommand())
                        .setOut(new PrintWriter(out))
                        .execute(arguments));
        return out.toString();
    }

    @Test
    void theScriptIsPrintedAndWhatAFileSaysIsFilledIn() {
        assertEquals(ExportScript.plain(), printed());
        Path file = Path.of(
                System.getProperty("isthmus.root", ".."),
                "server/src/test/resources/isthmus/convert/pickle/checkpoint.pth");
        assertTrue(printed(file.toString()).contains("\nKEY = \"model_state_dict\"  #"));
    }
}
