package isthmus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.TrainsNetworks;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is asked for, before any training. */
@TrainsNetworks
class PaperCommandTest {
    @TempDir
    Path folder;

    private Failure failure;

    private String paper(String... words) {
        StringWriter text = new StringWriter();
        failure = null;
        new CommandLine(new PaperCommand())
                .setOut(new PrintWriter(text))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    failure = (Failure) e;
                    return 1;
                })
                .execute((String.join(" ", words) + " --models " + folder).split(" "));
        return text.toString();
    }

    @Test
    void whatCannotBeDoneIsRefused() {
        for (String wrong : new String[] {
            "vqvae",
            "aevb --only figure4",
            "iwae --only figure2",
            "aevb --seeds 0",
            "aevb --samples 0",
            "aevb --threads -1",
            "aevb --budget 0"
        }) {
            paper(wrong);
            assertTrue(failure.getMessage().startsWith("expected "), failure.getMessage());
        }
    }

    /** Both shipped rows of a training are there, so it is not asked for again; the others have no time. */
    @Test
    void whatIsLeftIsWhatIsAskedForAndNotThere() throws Exception {
        Files.writeString(folder.resolve("paper-aevb.csv"), """
                figure,data,method,latent,images,seed,samples,split,value,error,seconds
                figure3,mnist,mcem,3,1000,1,100000,train,-150.000,1.000,10.0
                figure3,mnist,mcem,3,1000,1,100000,test,-160.000,1.000,10.0
                """);
        String[] figure3 = {"aevb", "--only", "figure3", "--images", "1000", "--budget", "1e-9"};
        assertTrue(paper(figure3).startsWith("8 trainings are left"), "three methods, three lengths, one done");
        assertTrue(paper("aevb --latent 3,10 --samples 100000 --seeds 2 --budget 1e-9")
                .startsWith("23 trainings are left"));
        assertNull(failure);
        assertEquals(3, Files.readAllLines(folder.resolve("paper-aevb.csv")).size());
    }
}
