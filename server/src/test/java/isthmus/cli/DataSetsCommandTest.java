package isthmus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a person sees who asks which data sets there are; what is downloaded is tried where downloads are. */
class DataSetsCommandTest {
    @TempDir
    Path folder;

    private final StringWriter text = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new DataSetsCommand())
                .setOut(new PrintWriter(text))
                .setErr(new PrintWriter(text))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    line.getErr().println(e.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    @Test
    void eachDataSetIsListedWithItsLicenceAndWhereItLies() throws IOException {
        Path data = folder.resolve("data");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int word : new int[] {0x803, 1, 1, 1}) {
            out.writeInt(word);
        }
        out.write(7);
        Files.createDirectories(data.resolve("emoji"));
        Files.write(data.resolve("emoji/emoji-images-idx4-ubyte"), bytes.toByteArray());
        assertEquals(0, run("list", "--data", data.toString(), "--models", folder.toString()));
        List<String> lines = text.toString().lines().toList();
        assertEquals(5, lines.size(), text.toString());
        String emoji = "emoji            3,573 images  OFL 1.1        in " + data.resolve("emoji");
        assertTrue(lines.contains(emoji), text.toString());
        assertTrue(lines.get(2).startsWith("frey             1,965 images  none stated"), text.toString());
    }

    @Test
    void whatNobodyPublishesIsRefusedInASentence() {
        assertEquals(1, run("fetch", "faces"));
        assertTrue(
                text.toString()
                        .startsWith("faces: expected one of the data sets mnist, fashion-mnist, frey, dsprites, emoji"),
                text.toString());
    }

    @Test
    void withoutACommandTheUsageNamesThem() {
        assertEquals(2, run());
        assertTrue(text.toString().contains("fetch"), text.toString());
        assertTrue(text.toString().contains("list"), text.toString());
    }
}
