package isthmus.importing.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How an import stands, as clients are told; what does not apply is null. Immutable; any thread.
 *
 * @param step how far it has come while it is {@code running}
 * @param files names of the model's files
 * @param pictures how many came with them
 * @param remarks sentences that the person should read
 * @param question what is to be stated first while it is {@code asking}, or why it is {@code refused}
 * @param proposal what is to be decided while it is {@code deciding}
 * @param model id of the model that was made, once it is {@code done}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportStatus(
        String id,
        String state,
        String step,
        List<String> files,
        int pictures,
        List<String> remarks,
        Question question,
        Proposal proposal,
        String model) {
    static final String WAITING = "waiting";
    static final String RUNNING = "running";
    static final String ASKING = "asking";
    static final String DECIDING = "deciding";
    static final String DONE = "done";
    static final String REFUSED = "refused";

    /**
     * @param message a sentence
     * @param options what the sentence asks for, as fields of a statement are called; {@code images} for more images
     */
    public record Question(String code, String message, List<String> options) {}

    /**
     * @param shape of an image: channels, height, width
     * @param images on which the readings were compared; 0 where nothing was measured
     * @param shown how many images there are to look at, with their reconstructions
     * @param best the reading in words
     * @param second the next best; null where there is none
     * @param nats an image by which the best one is better
     * @param error standard error of those
     * @param undecided why the images alone do not tell; null where they do
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Proposal(
            List<Integer> shape,
            int dim,
            int images,
            int shown,
            String best,
            String second,
            Double nats,
            Double error,
            String undecided) {}

    ImportStatus running(String now) {
        return new ImportStatus(id, RUNNING, now, files, pictures, remarks, null, null, null);
    }

    ImportStatus with(int nowPictures, List<String> nowRemarks) {
        return new ImportStatus(
                id, state, step, files, nowPictures, List.copyOf(nowRemarks), question, proposal, model);
    }

    ImportStatus asking(Question asked) {
        return new ImportStatus(id, ASKING, null, files, pictures, remarks, asked, null, null);
    }

    ImportStatus deciding(Proposal proposed) {
        return new ImportStatus(id, DECIDING, null, files, pictures, remarks, null, proposed, null);
    }

    ImportStatus done(String made) {
        return new ImportStatus(id, DONE, null, files, pictures, remarks, null, null, made);
    }

    ImportStatus refused(Question why) {
        return new ImportStatus(id, REFUSED, null, files, pictures, remarks, why, null, null);
    }

    boolean isOver() {
        return state.equals(DONE) || state.equals(REFUSED);
    }
}
