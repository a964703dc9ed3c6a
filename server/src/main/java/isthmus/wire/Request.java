package isthmus.wire;

/**
 * A request of a client. Any thread.
 *
 * @param id of the client's, from 0 to 4294967295
 * @param op its name as it was written, which answers bear too
 * @param model whose space is meant; null for {@code cancel} alone
 * @param lane on which the newest takes the place of what has not begun, or null
 */
public record Request(long id, Op op, String model, String lane, Question question) {
    /** The greatest id. */
    public static final long MOST = 0xFFFFFFFFL;
}
