package isthmus.train.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * How a training stands, as clients are told. Immutable; any thread.
 *
 * @param id of the model that comes of it
 * @param report what its process said last; its state is {@code starting} before it has said anything, and {@code failed}
 *     where it ended otherwise than it should
 * @param sentence why it failed, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainingStatus(String id, @JsonUnwrapped TrainingReport report, String sentence) {
    static final String STARTING = "starting";
    static final String FAILED = "failed";
    static final String DONE = "done";
}
