package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.model.TrainingTime;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time of a training. */
class TrainingClockTest {
    @TempDir
    Path folder;

    @Test
    void aResumedTrainingTellsOfTheTimeBeforeItToo() throws Exception {
        Files.writeString(folder.resolve("time"), "100.0 60.0");
        TrainingClock resumed = new TrainingClock(folder, true, 2);
        TrainingTime time = resumed.time();
        assertEquals(2, time.threads());
        assertTrue(time.seconds() >= 100 && time.seconds() < 160, time.toString());
        assertTrue(time.processorSeconds() >= 60 && time.processorSeconds() < 160, time.toString());
        resumed.keep();
        assertTrue(new TrainingClock(folder, true, 2).time().seconds() >= time.seconds());
        assertTrue(new TrainingClock(folder, false, 2).time().seconds() < 60);
    }

    @Test
    void aMethodThatMakesNoFolderLeavesNone() {
        Path none = folder.resolve("none");
        new TrainingClock(none, false, 1).keep();
        assertFalse(Files.exists(none));
    }

    @Test
    void whatABusyThreadTookOfTheProcessorIsCounted() {
        TrainingClock clock = new TrainingClock(folder, false, 1);
        long end = System.nanoTime() + 10_000_000_000L;
        double sum = 0;
        while (clock.time().processorSeconds() < 0.2 && System.nanoTime() < end) {
            sum += Math.sin(sum + 1);
        }
        assertTrue(clock.time().processorSeconds() >= 0.2, clock.time() + " of " + sum);
    }

    @Test
    void aTrainingWhoseTimeIsLostIsNotResumedWithAnother() {
        Failure failure = assertThrows(Failure.class, () -> new TrainingClock(folder, true, 1));
        assertTrue(failure.getMessage().contains("time"), failure.getMessage());
    }
}
