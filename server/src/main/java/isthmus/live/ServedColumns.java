package isthmus.live;

import isthmus.Failure;
import isthmus.columns.ColumnAtlas;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * A model's atlas of columns, opened when it is first asked for, and again where {@code isthmus atlas} has written another.
 * What was lent of the old one goes on to be of use. Any thread.
 */
final class ServedColumns {
    private final ModelFolder folder;
    private ColumnAtlas opened;
    private FileTime written;

    ServedColumns(ModelFolder folder) {
        this.folder = folder;
    }

    private Path place() {
        return folder.path().resolve(ColumnAtlas.FOLDER);
    }

    boolean isThere() {
        return Files.isRegularFile(ColumnAtlas.file(place()));
    }

    synchronized ColumnAtlas get() {
        Path place = place();
        Path file = ColumnAtlas.file(place);
        try {
            if (!Files.isRegularFile(file)) {
                throw Failure.notFound(folder.id(), "a model with an atlas of columns", "one without")
                        .hint("'isthmus atlas' makes one of Parquet");
            }
            FileTime now = Files.getLastModifiedTime(file);
            if (opened == null || !now.equals(written)) {
                opened = ColumnAtlas.open(
                        place,
                        folder.card().latent().dim(),
                        folder.card().files().get(ModelCard.ENCODER));
                written = now;
            }
            return opened;
        } catch (IOException e) {
            throw Failure.modelFailed(folder.id(), "an atlas of columns that can be read", e.getMessage())
                    .causedBy(e);
        }
    }
}
