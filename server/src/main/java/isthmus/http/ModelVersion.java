package isthmus.http;

import isthmus.Version;
import isthmus.model.ModelFolder;

/** What everything that is computed of a model depends on: its version, and the Isthmus that computes. */
final class ModelVersion {
    private ModelVersion() {}

    /** The ETag of what is computed of a model. */
    static String etag(ModelFolder folder) {
        return "\"%s %s\"".formatted(folder.version(), Version.NAME);
    }
}
