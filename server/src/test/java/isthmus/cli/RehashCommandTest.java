package isthmus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.train.SmallModels.Linear;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RehashCommandTest {
    private static final Shape SHAPE = new Shape(1, 4, 4);

    @TempDir
    Path models;

    private void run() {
        int status = new CommandLine(new RehashCommand())
                .setOut(new PrintWriter(Writer.nullWriter()))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    throw e;
                })
                .execute("mine", "--models", models.toString());
        assertEquals(0, status);
    }

    @Test
    void aModelWhoseNetworkWasExchangedIsServedAgainWithoutTheFiguresOfTheOldOne() throws IOException {
        Path folder = Files.createDirectory(models.resolve("mine"));
        Linear.drawn(SHAPE, 2, 1).writeEncoder(folder.resolve(ModelCard.ENCODER));
        Linear.drawn(SHAPE, 2, 1).writeDecoder(folder.resolve(ModelCard.DECODER));
        ModelCard before = Cards.write(folder, Cards.card("mine", SHAPE, 2));
        run();
        assertEquals(before, ModelFolder.read(folder).card(), "nothing had changed");
        Linear.drawn(SHAPE, 2, 2).writeDecoder(folder.resolve(ModelCard.DECODER));
        ModelFolder stale = ModelFolder.read(folder);
        assertThrows(Failure.class, () -> stale.checked(ModelCard.DECODER));
        run();
        ModelFolder now = ModelFolder.read(folder);
        now.checked(ModelCard.ENCODER);
        now.checked(ModelCard.DECODER);
        assertNotEquals(stale.version(), now.version());
        assertNull(now.card().figures());
    }
}
