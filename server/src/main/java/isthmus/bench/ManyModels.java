package isthmus.bench;

import isthmus.model.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder with a model and copies of it under other ids, whose files are links. One thread; closing it deletes it. */
final class ManyModels implements AutoCloseable {
    private final Path folder;

    ManyModels(Path model, int copies) {
        try {
            folder = Files.createTempDirectory("isthmus-models");
            String id = model.getFileName().toString();
            String card = Files.readString(model.resolve(ModelFolder.CARD));
            for (int i = 0; i <= copies; i++) {
                String name = i == 0 ? id : id + "-" + i;
                Path copy = Files.createDirectories(folder.resolve(name));
                Files.writeString(
                        copy.resolve(ModelFolder.CARD),
                        card.replaceFirst("\"id\"\\s*:\\s*\"[^\"]*\"", "\"id\": \"" + name + "\""));
                for (Path file : files(model)) {
                    if (!file.endsWith(ModelFolder.CARD)) {
                        Files.createSymbolicLink(copy.resolve(file.getFileName()), file.toAbsolutePath());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
