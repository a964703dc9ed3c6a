package isthmus.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files that PyTorch wrote, as make.py beside them tells, and what PyTorch computed. */
public final class Resources {
    private static final Path FOLDER =
            Path.of(System.getProperty("isthmus.root", "..")).resolve("server/src/test/resources/isthmus/convert");

    private Resources() {}

    public static Path file(String name) {
        return FOLDER.resolve(name);
    }

    /** Arrays, each a line of its sides and a line of its numbers. */
    public static List<Array> numbers(String name) throws IOException {
        List<String> lines = Files.readAllLines(file(name));
        List<Array> arrays = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 2) {
            arrays.add(Array.of(
                    Arrays.stream(lines.get(i).split(" "))
                            .mapToInt(Integer::parseInt)
                            .toArray(),
                    Arrays.stream(lines.get(i + 1).split(" "))
                            .mapToDouble(Double::parseDouble)
                            .toArray()));
        }
        return arrays;
    }
}
