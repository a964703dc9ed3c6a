package isthmus.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import isthmus.Failure;
import java.util.List;

/**
 * How the files of somebody else were understood. Immutable; any thread.
 *
 * @param files names of what was imported
 * @param images on which the reading was measured; 0 where it was read off the files alone, and is unproven
 * @param decisions what was decided, and how clearly
 */
public record ImportRecord(List<String> files, int images, List<Decision> decisions) {
    public ImportRecord {
        if (files == null || files.isEmpty()) {
            throw Failure.badInput("provenance.imported.files", "names of files", "none");
        }
        if (images < 0) {
            throw Failure.badInput("provenance.imported.images", "a number of images", images);
        }
        files = List.copyOf(files);
        decisions = decisions == null ? List.of() : List.copyOf(decisions);
    }

    /** Whether images showed the reading to be right. */
    public boolean proven() {
        return images > 0;
    }

    /**
     * @param what was decided
     * @param chosen in words
     * @param second the next best, in words; null where there was none
     * @param nats an image by which the second is worse; null where that was not measured
     * @param error standard error of those
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Decision(String what, String chosen, String second, Double nats, Double error) {
        public Decision {
            if (what == null || chosen == null) {
                throw Failure.badInput("provenance.imported.decisions", "what was decided, and how", "none");
            }
        }
    }
}
