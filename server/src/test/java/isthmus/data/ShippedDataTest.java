package isthmus.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.data.KnownData.DataFile;
import isthmus.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data sets that come with Isthmus. */
class ShippedDataTest {
    private static final Path SHIPPED = Path.of(System.getProperty("isthmus.root"))
            .toAbsolutePath()
            .normalize()
            .resolve("models/data");

    @TempDir
    Path folder;

    @Test
    void eachFileIsAsPublishedAndNothingElseComesWithIt() throws IOException {
        Set<Path> known = Stream.of(
                        "LICENSES.md",
                        "dsprites/LICENSE.txt",
                        "emoji/LICENSE.txt",
                        "fashion-mnist/LICENSE.txt",
                        "mnist/classifier.pt")
                .map(SHIPPED::resolve)
                .collect(Collectors.toSet());
        for (KnownData set : KnownData.ALL) {
            for (DataFile file : set.files().toList()) {
                Path path = SHIPPED.resolve(set.name()).resolve(file.name());
                if (Files.exists(path)) {
                    assertEquals(file.sha256(), Sha256.of(path), path.toString());
                    assertEquals(file.bytes(), Files.size(path), path.toString());
                    known.add(path);
                }
            }
        }
        try (Stream<Path> files = Files.walk(SHIPPED)) {
            assertEquals(known, files.filter(Files::isRegularFile).collect(Collectors.toSet()));
        }
    }

    @Test
    void whatIsThereIsWhatItsLicenceAllows() throws IOException {
        String licences = Files.readString(SHIPPED.resolve("LICENSES.md"));
        for (Holding set : DataSets.holdings(new DataFolders(null, SHIPPED, folder))) {
            DataPart part = switch (set.name()) {
                case "emoji" -> DataPart.ALL;
                case "frey" -> null;
                default -> DataPart.TEST;
            };
            assertEquals(part, set.part(), set.name());
            assertEquals(part == null, set.licence() == null, set.name());
            assertEquals(part == null ? List.of() : List.of(SHIPPED.resolve(set.name())), set.folders());
            assertEquals(set.name().endsWith("mnist"), set.fetchable() > 0, set.name());
            List<String> rows = licences.lines()
                    .filter(line -> line.startsWith("| `" + set.name() + "/`"))
                    .toList();
            assertEquals(part == null ? 0 : 1, rows.size(), set.name());
            rows.forEach(row -> assertTrue(row.contains("[" + set.licence() + "]"), row));
        }
    }
}
