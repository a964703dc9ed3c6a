package isthmus.share;

import isthmus.Failure;
import isthmus.latent.Path;
import isthmus.model.ModelCard;
import isthmus.wire.PlaneChoice;
import java.util.List;
import java.util.Set;

/**
 * The state of the page that a short link holds. Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param model id
 * @param version of the model, in hexadecimal digits
 * @param dim of the model's latent space
 * @param mode how the path runs between keyframes
 * @param frames of the path
 * @param seed of every draw on the page
 * @param keyframes that the path goes through
 * @param pin the selected point, or null
 * @param plane null for the model's own
 * @param view where the map looks; null for the whole atlas
 * @param layers ids of those that are shown, and with a minus of some that are not
 * @param colour id of the column that points are coloured by
 * @param dimmed classes that are dimmed
 * @param looked what the sender looked at besides
 * @param seen digest of the path's frames as the sender saw them, or null
 * @param beside the other maps of the page
 */
public record LinkState(
        String model,
        String version,
        int dim,
        Path mode,
        int frames,
        long seed,
        List<Place> keyframes,
        Place pin,
        PlaneChoice plane,
        View view,
        List<String> layers,
        String colour,
        List<Integer> dimmed,
        Looked looked,
        SentFrames seen,
        Beside beside) {
    /** Most characters of a link's code. */
    public static final int MOST_CHARACTERS = 4096;

    /** Most frames of a path that a link may say. How many are decoded is the limit {@code maxPathFrames}. */
    public static final int MOST_FRAMES = 1_000_000;

    /** Most maps beside the first. */
    static final int MOST_BESIDE = 3;

    /** Most characters of what is set in experiments. */
    static final int MOST_EXPERIMENTS = 512;

    static final int MOST_DIMENSIONS = 4096;
    static final long MOST_SEED = (1L << 53) - 1; // the largest whole number that JavaScript counts to

    public LinkState {
        keyframes = List.copyOf(keyframes);
        layers = List.copyOf(layers);
        dimmed = List.copyOf(dimmed);
    }

    /** The same map with others beside it. */
    public LinkState with(Beside others) {
        return new LinkState(
                model, version, dim, mode, frames, seed, keyframes, pin, plane, view, layers, colour, dimmed, looked,
                seen, others);
    }

    /**
     * The other maps of a page.
     *
     * @param place of the first map among all of them, from 0
     * @param maps in their order, none of which has others beside it
     */
    public record Beside(int place, List<LinkState> maps) {
        public static final Beside NONE = new Beside(0, List.of());

        public Beside {
            maps = List.copyOf(maps);
        }
    }

    /**
     * A point of latent space.
     *
     * @param z (dim)
     * @param row of the atlas where it is that sample's mean, or -1
     * @param entry row of the atlas of columns where it is that row's mean, or -1
     */
    public record Place(float[] z, int row, long entry) {
        public Place(float[] z, int row) {
            this(z, row, -1);
        }
    }

    /**
     * @param x centre in the plane
     * @param y centre in the plane
     * @param span plane units across the map's shorter side
     */
    public record View(double x, double y, double span) {
        public View {
            if (!(span > 0)) {
                throw Failure.badInput("", "a span above 0", "one that is not");
            }
        }
    }

    /**
     * What undo leaves alone.
     *
     * @param noise standard deviation of the noise in the known pixels of the pinned sample; 0 for none
     * @param mask lengths of runs of its pixels that are known and unknown by turns, known ones first
     * @param selection rows of the atlas, ascending
     * @param lasso around rows of the atlas of columns: of each outline x and y of its corners in the plane
     * @param experiments ids of those that are open, each with what is set in it; empty for none
     * @param step of the training at which the map shows it; -1 for none
     */
    public record Looked(
            Set<Report> report,
            double noise,
            int[] mask,
            int[] selection,
            List<float[]> lasso,
            String experiments,
            int step) {
        public static final Looked NOTHING = new Looked(Set.of(), 0, new int[0], new int[0], List.of(), "", -1);

        public Looked {
            report = Set.copyOf(report);
            lasso = List.copyOf(lasso);
        }
    }

    /** What is open or asked for of the report: whether it is, refinement, and which posterior the map draws. */
    public enum Report {
        OPEN,
        REFINE,
        REFINED,
        TRUE,
        DRAWS
    }

    /**
     * @param checksum CRC-32, 8 hex digits, of the path's frames as the sender saw them, u1 (frames, channels, height, width)
     * @param samples (24), bytes of these frames
     */
    public record SentFrames(String checksum, byte[] samples) {
        static final int DIGITS = 8;
        static final int SAMPLES = 24;
    }

    /** Whether the map shows a layer. */
    public boolean shows(String layer) {
        return layers.contains(layer);
    }

    /** What a link to it shows, in words. */
    public String title(ModelCard card) {
        List<String> models = beside.maps().stream().map(LinkState::model).toList();
        return models.isEmpty() ? alone(card) : alone(card) + ", beside " + String.join(", ", models);
    }

    private String alone(ModelCard card) {
        return keyframes.size() > 1
                ? "A path through %s: %d frames, %d keyframes".formatted(card.title(), frames, keyframes.size())
                : (pin != null ? "A place in the latent space of " : "The latent space of ") + card.title();
    }

    /** All keyframes, (keyframes, dim). */
    public float[] path() {
        float[] all = new float[keyframes.size() * dim];
        for (int i = 0; i < keyframes.size(); i++) {
            System.arraycopy(keyframes.get(i).z(), 0, all, i * dim, dim);
        }
        return all;
    }

    /** The code of a link to it, or a Failure where it is too long for one. */
    public String code() {
        return new LinkCodeWriter(this).code();
    }

    /** Reads a link's code; one that is damaged or that Isthmus would not write is refused with a Failure. */
    public static LinkState of(String code) {
        try {
            return LinkCodeReader.read(code);
        } catch (Failure failure) {
            throw failure.at("This link");
        }
    }
}
