package isthmus.spark;

import java.io.Serializable;

/**
 * One image of a corpus as it came in. Not shuffled, so it never leaves its partition. Immutable by agreement: nobody writes
 * into the arrays. Any thread.
 *
 * @param row address in the corpus, by which draws are found
 * @param name null where images have none
 * @param label as the source has it, a string or a number; null for none
 * @param image a picture file, or the pixels of the model's input; null where it could not be read
 * @param isPicture whether it is a picture file
 * @param error why it could not be read, or null
 * @param others values of the other columns that came in
 */
record CorpusRow(long row, String name, Object label, byte[] image, boolean isPicture, String error, Object[] others)
        implements Serializable {
    private static final Object[] NONE = {};

    static CorpusRow pixels(long row, Object label, byte[] pixels) {
        return new CorpusRow(row, null, label, pixels, false, null, NONE);
    }

    static CorpusRow picture(long row, String name, Object label, byte[] file) {
        return new CorpusRow(row, name, label, file, true, null, NONE);
    }

    static CorpusRow unreadable(long row, String name, Object label, String error) {
        return new CorpusRow(row, name, label, null, false, error, NONE);
    }
}
