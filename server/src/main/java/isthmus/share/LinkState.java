package isthmus.share;

import isthmus.Failure;
import isthmus.latent.Path;
import isthmus.model.ModelCard;
import isthmus.wire.PlaneChoice;
import java.util.List;
import java.util.Set;

/**
 * What a short link holds: all that somebody saw, exactly. Immutable by agreement: nobody writes into the arrays. Any
 * thread.
 *
 * @param model id
 * @param hash tells one version of the model from another: the first six hex digits of its decoder's sha256 and of its
 *     encoder's
 * @param dim of the model's latent space
 * @param frames of the path
 * @param seed of every draw on the page
 * @param keyframes that the path goes through
 * @param pin the point that is looked at, or null
 * @param plane null for the model's own
 * @param view where the map looks; null for the whole of the atlas
 * @param dimmed classes that are dimmed
 * @param seen how the sender saw the path's frames; null where the link does not say
 */
public record LinkState(
        String model,
        String hash,
        int dim,
        Path mode,
        int frames,
        long seed,
        List<Place> keyframes,
        Place pin,
        PlaneChoice plane,
        View view,
        Set<Layer> layers,
        Colour colour,
        List<Integer> dimmed,
        Seen seen) {
    static final int MOST_FRAMES = 10_000;
    static final int MOST_DIMENSIONS = 4096;
    static final long MOST_SEED = (1L << 53) - 1;

    private static final int HASH = 6; // digits of each network's

    public LinkState {
        checkModel(model);
        keyframes = List.copyOf(keyframes);
        layers = Set.copyOf(layers);
        dimmed = List.copyOf(dimmed);
    }

    /**
     * A point of latent space.
     *
     * @param z (dim)
     * @param row of the atlas where it is that sample's mean, or -1
     */
    public record Place(float[] z, int row) {}

    /**
     * @param x centre in the plane
     * @param y centre in the plane
     * @param span plane units across the map's shorter side
     */
    public record View(double x, double y, double span) {
        public View {
            if (!(span > 0)) {
                throw Failure.badInput("view: expected a span above 0, found one that is not");
            }
        }
    }

    /**
     * @param hash the first 12 hex digits of the sha256 of the path's frames as the sender saw them, u1 (frames, channels,
     *     height, width)
     * @param samples (24), bytes of these frames
     */
    public record Seen(String hash, byte[] samples) {
        /** Bytes of the frames that a link holds. */
        static final int SAMPLES = 24;
    }

    /** Layers of the map, as the page names them. */
    public enum Layer {
        MANIFOLD,
        POINTS,
        ELLIPSES,
        PRIOR,
        DENSITY
    }

    /** What points are coloured by. */
    public enum Colour {
        CLASS,
        KL,
        RECONSTRUCTION,
        ELBO
    }

    /** Tells one version of a model from another, as {@link #hash} does. */
    public static String hashOf(ModelCard card) {
        return card.files().get(ModelCard.DECODER).substring(0, HASH)
                + card.files().get(ModelCard.ENCODER).substring(0, HASH);
    }

    static void checkModel(String id) {
        if (!ModelCard.isId(id)) {
            throw Failure.badInput("model: expected the id of a model, found another text");
        }
    }

    /** All keyframes, (keyframes, dim). */
    public float[] path() {
        float[] all = new float[keyframes.size() * dim];
        for (int i = 0; i < keyframes.size(); i++) {
            System.arraycopy(keyframes.get(i).z(), 0, all, i * dim, dim);
        }
        return all;
    }

    /** The code of a link to it. */
    public String code() {
        return new CodeWriter(this).code();
    }

    /** What a link's code holds; what is none, or is damaged, is refused with a Failure. */
    public static LinkState of(String code) {
        return CodeReader.read(code);
    }
}
