package isthmus.wire;

import isthmus.Failure;

/**
 * A request of a client. Any thread.
 *
 * @param id the client's, from 0 to 4294967295
 * @param model whose latent space is meant; null for {@code cancel} alone
 * @param version of the model that the client means, 16 hex digits, or null for any
 * @param lane on which the newest request replaces what has not begun, or null
 */
public record Request(long id, Op op, String model, String version, String lane, Question question) {
    /** The greatest id. */
    static final long MAX_ID = 0xFFFFFFFFL;

    public Request {
        if ((model == null) != (op == Op.CANCEL)) {
            throw Failure.badInput(
                    "model",
                    op == Op.CANCEL ? "none where a request is cancelled" : "the id of a model",
                    model == null ? "none" : Printable.shown(model));
        }
    }

    /** Hands the question to the method that answers it. */
    public void to(Question.Answerer answerer) {
        op.ask(question, answerer);
    }
}
