package isthmus.fuzz;

/**
 * A frame to send. Immutable by agreement.
 *
 * @param id that it carries
 * @param binary rather than text
 * @param readable whether the frame's JSON and its id are whole, so that the answer must carry the id; otherwise it may,
 *     or be for no id at all
 * @param sane whether nothing is wrong with it
 */
record Sent(long id, boolean binary, byte[] bytes, boolean readable, boolean sane) {}
