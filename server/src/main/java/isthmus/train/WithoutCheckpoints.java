package isthmus.train;

import isthmus.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How methods begin that train within minutes and write no checkpoints. Any thread. */
final class WithoutCheckpoints {
    private WithoutCheckpoints() {}

    /** Makes the folder for what the engine loads. */
    static void begin(boolean resume, Recipe recipe, Path folder) {
        if (resume) {
            throw Failure.badInput(recipe.id(), "a method that writes checkpoints, to resume from", recipe.method())
                    .hint("train without --resume");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw Failure.badInput(folder.toString(), "a folder that can be made", e)
                    .causedBy(e);
        }
    }
}
