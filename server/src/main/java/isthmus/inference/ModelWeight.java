package isthmus.inference;

import isthmus.model.ModelFolder;

/** What an open model is taken to weigh in memory. Any thread. */
final class ModelWeight {
    private ModelWeight() {}

    static long of(ModelFolder folder) {
        return folder.networkBytes();
    }
}
