package isthmus.share;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.inference.Engine;
import isthmus.inference.Lane;
import isthmus.latent.Path;
import isthmus.latent.Plane;
import isthmus.latent.Tile;
import isthmus.live.MapData;
import isthmus.model.ModelCard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Pictures of what links hold, kept up to a number of bytes; whoever asks for one that is being drawn waits for it. The
 * network runs in its lanes, and what is drawn is drawn on the threads for such work. Any thread.
 */
public final class Previews {
    private static final long KEPT = 24 << 20; // bytes

    private final MapData ground;
    private final AsyncCache<String, byte[]> kept = Caffeine.newBuilder()
            .maximumWeight(KEPT)
            .weigher((String code, byte[] png) -> png.length + 2 * code.length())
            .buildAsync();

    public Previews(MapData ground) {
        this.ground = ground;
    }

    /** How wide pictures are, in pixels. */
    public static int width() {
        return PreviewLayout.WIDTH;
    }

    /** How high pictures are, in pixels. */
    public static int height() {
        return PreviewLayout.HEIGHT;
    }

    /**
     * The picture of what a link holds, as PNG; nobody cancels it, for others may wait for it too.
     *
     * @param code of the link
     * @param shared what it holds, fit for a model that is here
     */
    public CompletableFuture<byte[]> of(String code, LinkState shared) {
        return kept.get(code, (key, executor) -> draw(shared)).copy();
    }

    private CompletableFuture<byte[]> draw(LinkState shared) {
        return ground.work(() -> scene(shared)).thenCompose(scene -> {
            Map<Tile, CompletableFuture<byte[]>> tiles = new LinkedHashMap<>();
            scene.tiles().forEach(tile -> tiles.put(tile, ground.tile(shared.model(), scene.plane(), tile)));
            Map<Integer, CompletableFuture<byte[]>> stretches = stretches(shared, scene.shownFrames());
            List<CompletableFuture<?>> all = new ArrayList<>(tiles.values());
            all.addAll(stretches.values());
            return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .thenCompose(unused -> ground.work(() -> Png.fast(
                            new PreviewRenderer(scene).draw(joined(tiles), frames(scene, joined(stretches))))));
        });
    }

    private PreviewLayout scene(LinkState shared) {
        ModelCard card = ground.engine(shared.model()).card();
        Plane plane = ground.plane(shared.model(), shared.plane());
        Atlas atlas = ground.atlas(shared.model());
        return PreviewLayout.of(
                card,
                shared,
                plane,
                ground.extent(shared.model(), plane),
                atlas == null ? null : ground.projection(shared.model(), plane),
                atlas == null ? null : atlas.label());
    }

    /**
     * The stretches of the path in which some frames lie, by number, decoded as whoever follows the link decodes them:
     * (frames, channels, height, width), unsigned bytes.
     */
    private Map<Integer, CompletableFuture<byte[]>> stretches(LinkState shared, List<Integer> frames) {
        Map<Integer, CompletableFuture<byte[]>> stretches = new TreeMap<>();
        if (frames.isEmpty()) {
            return stretches;
        }
        int dim = shared.dim();
        float[] codes = shared.mode().through(shared.path(), dim, shared.frames());
        Engine engine = ground.engine(shared.model());
        for (int frame : frames) {
            stretches.computeIfAbsent(frame / Path.PATH_BATCH, stretch -> {
                int from = stretch * Path.PATH_BATCH;
                int to = Math.min(shared.frames(), from + Path.PATH_BATCH);
                return engine.decodeAlone(Arrays.copyOfRange(codes, from * dim, to * dim), to - from, Lane.PATH)
                        .thenApply(Previews::bytes);
            });
        }
        return stretches;
    }

    private static byte[] bytes(float[] mean) {
        byte[] bytes = new byte[mean.length];
        Pixels.toBytes(mean, 0, mean.length, bytes, 0);
        return bytes;
    }

    private static List<byte[]> frames(PreviewLayout scene, Map<Integer, byte[]> stretches) {
        int size = scene.card().input().shape().size();
        List<byte[]> frames = new ArrayList<>();
        for (int frame : scene.shownFrames()) {
            int at = frame % Path.PATH_BATCH * size;
            frames.add(Arrays.copyOfRange(stretches.get(frame / Path.PATH_BATCH), at, at + size));
        }
        return frames;
    }

    private static <K> Map<K, byte[]> joined(Map<K, CompletableFuture<byte[]>> parts) {
        Map<K, byte[]> all = new LinkedHashMap<>();
        parts.forEach((key, part) -> all.put(key, part.join()));
        return all;
    }

    /** Refuses what does not fit the model here. */
    public static void check(LinkState shared, ModelCard card) {
        if (shared.dim() != card.latent().dim()) {
            throw Failure.badInput("expected a link for “%s” with its %d dimensions, found one for %d"
                    .formatted(card.id(), card.latent().dim(), shared.dim()));
        }
    }
}
