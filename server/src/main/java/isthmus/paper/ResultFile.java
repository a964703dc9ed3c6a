package isthmus.paper;

import isthmus.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Results as CSV, to which lines are appended as they come, so that a program that was ended loses no run but its last. A
 * last line that was not written to its end is passed over, and cut off by what follows. One thread.
 */
public final class ResultFile {
    private final Path path;

    public ResultFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /** What is there; nothing where there is no file. */
    public List<ResultRow> rows() {
        String text = whole();
        List<ResultRow> rows = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            try {
                if (i > 0) {
                    rows.add(ResultRow.of(lines.get(i)));
                } else if (!lines.get(0).equals(ResultRow.HEAD)) {
                    throw Failure.badInput("", "the columns " + ResultRow.HEAD, lines.get(0));
                }
            } catch (Failure e) {
                throw e.at("line " + (i + 1)).at(path.toString());
            }
        }
        return rows;
    }

    boolean has(FigureRun run, List<String> splits) {
        List<String> found = rows().stream()
                .filter(row -> row.run().equals(run))
                .map(ResultRow::split)
                .toList();
        return found.containsAll(splits);
    }

    /** Adds all rows of a run, those that were there before left out. */
    void add(List<ResultRow> rows) {
        List<ResultRow> before = rows();
        String text = whole();
        StringBuilder added = new StringBuilder(text.isEmpty() ? ResultRow.HEAD + "\n" : "");
        for (ResultRow row : rows) {
            if (before.stream()
                    .noneMatch(one -> one.run().equals(row.run()) && one.split().equals(row.split()))) {
                added.append(row.line()).append('\n');
            }
        }
        try {
            if (Files.exists(path) && !Files.readString(path).equals(text)) {
                Files.writeString(path, text);
            }
            Files.writeString(path, added, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw Failure.badInput(path.toString(), "a file that can be written", e)
                    .causedBy(e);
        }
    }

    /** Its lines, as far as they end. */
    private String whole() {
        try {
            String text = Files.exists(path) ? Files.readString(path) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            throw Failure.badInput(path.toString(), "a file that can be read", e)
                    .causedBy(e);
        }
    }
}
