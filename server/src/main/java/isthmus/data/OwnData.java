package isthmus.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.Failure;
import isthmus.image.DataFit;
import isthmus.image.Fitting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where the images of an atlas lie that are of no known data set, as {@code encode} found them. Kept beside the atlas for
 * this machine alone: no client is told of it. Immutable; any thread.
 *
 * @param atlas sha256 of the atlas that was made of them
 * @param path of the folder of pictures, or of the idx file
 * @param fitting how pictures were fitted to the model's input; null for an idx file
 * @param fit what of the data's preparation they were fitted by; null likewise
 */
public record OwnData(String atlas, String path, Fitting fitting, DataFit fit) {
    public static final String FILE = "originals.json";

    private static final JsonMapper JSON = new JsonMapper();

    /** What a model's folder has of it; null where there is none, or it is another atlas's. */
    public static OwnData read(Path folder, String atlas) {
        Path file = folder.resolve(FILE);
        try {
            OwnData found = JSON.readValue(Files.readAllBytes(file), OwnData.class);
            return found != null && found.path != null && atlas.equals(found.atlas) ? found : null;
        } catch (NoSuchFileException e) {
            return null;
        } catch (JsonProcessingException e) {
            throw Failure.badInput(FILE, "what encode wrote", e.getOriginalMessage());
        } catch (IOException e) {
            throw Failure.badInput(FILE, "a file that can be read", "none").causedBy(e);
        }
    }

    /** As the file holds it. */
    public byte[] text() {
        return JsonText.of(this);
    }
}
