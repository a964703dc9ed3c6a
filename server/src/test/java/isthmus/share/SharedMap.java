package isthmus.share;

import isthmus.latent.Path;
import isthmus.share.LinkState.Place;
import isthmus.share.LinkState.View;
import java.util.List;

/** What a link holds of a map that is coloured by class and has nothing selected. */
public final class SharedMap {
    private static final String VERSION = "0123456789ab";
    private static final int FRAMES = 24;

    private SharedMap() {}

    /** Of the two-dimensional digits, without a path. */
    public static LinkState ofDigits(View view, String... layers) {
        return of("digits", 2, Path.LERP, 1, List.of(), view, layers);
    }

    /**
     * @param view null where the whole map is shown
     */
    public static LinkState of(
            String model, int dim, Path mode, long seed, List<Place> keyframes, View view, String... layers) {
        return new LinkState(
                model,
                VERSION,
                dim,
                mode,
                FRAMES,
                seed,
                keyframes,
                null,
                null,
                view,
                List.of(layers),
                "class",
                List.of(),
                LinkState.Looked.NOTHING,
                null,
                LinkState.Beside.NONE);
    }
}
