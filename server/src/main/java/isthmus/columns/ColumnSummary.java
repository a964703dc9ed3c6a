package isthmus.columns;

import isthmus.Failure;
import java.nio.file.Path;
import java.util.List;

/**
 * What is known of an atlas of columns before it is opened. Immutable; any thread.
 *
 * @param rows in all
 * @param columns of numbers, by name
 * @param texts by name
 * @param labelled whether rows have a label
 * @param images whether it is known where those of rows lie
 */
public record ColumnSummary(long rows, List<String> columns, List<String> texts, boolean labelled, boolean images) {
    public ColumnSummary {
        columns = List.copyOf(columns);
        texts = List.copyOf(texts);
    }

    /**
     * What is said to be there; null for nothing, or for what cannot be read.
     *
     * @param folder of the atlas
     */
    public static ColumnSummary of(Path folder) {
        try {
            Manifest manifest = Manifest.read(folder);
            return manifest == null
                    ? null
                    : new ColumnSummary(
                            manifest.count(),
                            manifest.columns().stream()
                                    .map(Manifest.Column::name)
                                    .toList(),
                            manifest.texts(),
                            !manifest.labels().isEmpty(),
                            manifest.images().stream().anyMatch(part -> part.source() != null));
        } catch (Failure unreadable) {
            return null; // whoever asks for its rows is told why
        }
    }
}
