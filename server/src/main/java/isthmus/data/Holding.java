package isthmus.data;

import java.nio.file.Path;
import java.util.List;

/**
 * What is on this machine of a data set that is known by name. Immutable; any thread.
 *
 * @param images in all its parts
 * @param licence as its publisher states it; null where none is stated
 * @param part that is here; null for none
 * @param folders that have something of it
 * @param missing names of files that would make it whole
 * @param fetchable bytes that fetching would bring; 0 where nobody publishes it in this form, or all is here
 * @param downloads where they would go
 */
public record Holding(
        String name,
        int images,
        String licence,
        DataPart part,
        List<Path> folders,
        List<String> missing,
        long fetchable,
        Path downloads) {

    public Holding {
        folders = List.copyOf(folders);
        missing = List.copyOf(missing);
    }
}
