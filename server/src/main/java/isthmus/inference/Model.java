package isthmus.inference;

import isthmus.Failure;
import isthmus.latent.Prior;
import isthmus.model.ModelCard;
import java.util.Optional;

/**
 * A model over plain arrays, as what it can do: whoever needs something asks for that capability, never for a kind of
 * model. Two things implement it: the network itself, confined to one thread, and the engine in front of it, which any
 * thread may call.
 */
public interface Model extends AutoCloseable {
    ModelCard card();

    Decoder decoder();

    /** Empty for a model without an encoder. */
    Optional<Encoder> encoder();

    /** Empty for a model without a likelihood. */
    Optional<Scorer> scorer();

    /** Empty where the decoder cannot be differentiated. */
    Optional<Gradients> gradients();

    default Prior prior() {
        return card().priorDistribution();
    }

    /** A capability, or a sentence for whoever asked for what the model lacks. */
    static <T> T need(ModelCard card, Optional<T> capability, String name) {
        return capability.orElseThrow(() -> Failure.badInput(card.id(), "a model with " + name, "one without"));
    }

    default Encoder needEncoder() {
        return need(card(), encoder(), "an encoder");
    }

    default Scorer needScorer() {
        return need(card(), scorer(), "a likelihood");
    }

    default Gradients needGradients() {
        return need(card(), gradients(), "a decoder that can be differentiated");
    }

    @Override
    void close();
}
