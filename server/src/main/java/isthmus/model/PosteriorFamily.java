package isthmus.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import isthmus.latent.PosteriorBatch;
import java.util.List;

/** The family of q(z|x), as a card names it, and how an encoder's outputs become it. Any thread. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are of List.of
public enum PosteriorFamily {
    /** Outputs (mu, logvar), each (count, dim). */
    @JsonProperty("diagonal")
    DIAGONAL("mu", "logvar"),
    /** Output mu, (count, dim). */
    @JsonProperty("point")
    POINT("mu");

    private final List<String> outputs;

    PosteriorFamily(String... outputs) {
        this.outputs = List.of(outputs);
    }

    /** The names of the encoder's outputs, in their order, each (count, dim). */
    public List<String> outputs() {
        return outputs;
    }

    /** Whether its posteriors have a density, without which there is no bound on log p(x). */
    public boolean hasDensity() {
        return this != POINT;
    }

    /** The family of an encoder that gives so many outputs. */
    public static PosteriorFamily ofOutputs(int count) {
        return count >= DIAGONAL.outputs.size() ? DIAGONAL : POINT;
    }

    /**
     * What an encoder's outputs say.
     *
     * @param outputs (count, dim) each
     */
    public PosteriorBatch batch(int count, int dim, List<float[]> outputs) {
        return new PosteriorBatch(count, dim, outputs.get(0), hasDensity() ? outputs.get(1) : null);
    }
}
