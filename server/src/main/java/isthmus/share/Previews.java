package isthmus.share;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.latent.Plane;
import isthmus.latent.Tile;
import isthmus.live.MapData;
import isthmus.model.ModelCard;
import isthmus.model.SupportLevels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/**
 * Preview images of links, cached up to a number of bytes. Concurrent requests for one preview share its
 * drawing. Decoding runs on the model's thread and drawing on the work threads. Any thread.
 */
public final class Previews {
    public static final int WIDTH = PreviewLayout.WIDTH; // pixels
    public static final int HEIGHT = PreviewLayout.HEIGHT;
    private static final long CACHE_BYTES = 24 << 20;
    private static final int MOST_AT_A_TIME = 32;

    private final BiFunction<String, String, CompletableFuture<MapData>> lender;
    private final Semaphore room = new Semaphore(MOST_AT_A_TIME);
    private final AsyncCache<Key, Drawing> cache = Caffeine.newBuilder()
            .maximumWeight(CACHE_BYTES)
            .weigher((Key key, Drawing drawing) -> drawing.bytes() + 2 * key.code.length())
            .buildAsync();

    /**
     * @param version of the served model, which may differ from the link's
     */
    private record Key(String version, String code) {}

    /**
     * What drawing ended with. A future that failed would be logged by the cache with its stack trace, as often as a
     * client likes.
     *
     * @param png or null
     * @param error or null
     */
    private record Drawing(byte[] png, Throwable error) {
        int bytes() {
            return png == null ? 0 : png.length;
        }
    }

    /**
     * @param lender of a model by its id and version, whose lease this closes
     */
    public Previews(BiFunction<String, String, CompletableFuture<MapData>> lender) {
        this.lender = lender;
    }

    /**
     * The preview of a link, as PNG. It cannot be cancelled, since others may be waiting for the same one.
     *
     * @param code of the link
     * @param state what it holds, which has passed {@link #check}
     * @param version of the model that is served
     */
    public CompletableFuture<byte[]> of(String code, LinkState state, String version) {
        Key key = new Key(version, code);
        return cache.get(key, (k, executor) -> begin(state, version).handle(Drawing::new))
                .thenCompose(drawing -> {
                    if (drawing.error == null) {
                        return CompletableFuture.completedFuture(drawing.png);
                    }
                    cache.synchronous().asMap().remove(key, drawing); // the next one tries again
                    return CompletableFuture.failedFuture(drawing.error);
                });
    }

    private CompletableFuture<byte[]> begin(LinkState state, String version) {
        if (!room.tryAcquire()) {
            return CompletableFuture.failedFuture(
                    Failure.busy("previews", "fewer than %d being drawn".formatted(MOST_AT_A_TIME), "as many"));
        }
        return lender.apply(state.model(), version)
                .thenCompose(map -> draw(map, state).whenComplete((png, error) -> map.close()))
                .whenComplete((png, error) -> room.release());
    }

    private static CompletableFuture<byte[]> draw(MapData map, LinkState state) {
        return map.work(() -> layout(map, state)).thenCompose(layout -> {
            Map<Tile, CompletableFuture<byte[]>> tiles = new LinkedHashMap<>();
            Map<Tile, CompletableFuture<float[]>> differences = new LinkedHashMap<>();
            boolean fades = SupportLevels.of(map.card()) != null;
            for (Tile tile : layout.tiles()) {
                CompletableFuture<byte[]> images = map.tile(layout.plane(), tile);
                tiles.put(tile, images);
                if (fades) {
                    differences.put(
                            tile,
                            images.thenCompose(values ->
                                    map.differences(layout.plane(), tile, values, cell -> layout.shows(tile, cell))));
                }
            }
            Map<Integer, CompletableFuture<byte[]>> batches = decode(map, state, layout.shownFrames());
            List<CompletableFuture<?>> all = new ArrayList<>(tiles.values());
            all.addAll(differences.values());
            all.addAll(batches.values());
            return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .thenCompose(unused -> map.work(() -> Png.fast(new PreviewRenderer(layout)
                            .draw(
                                    joined(tiles),
                                    joined(differences),
                                    frames(layout, map.pathBatch(), joined(batches))))));
        });
    }

    private static PreviewLayout layout(MapData map, LinkState state) {
        Plane plane = map.plane(state.plane());
        Atlas atlas = map.atlas();
        return PreviewLayout.of(
                map.card(),
                state,
                plane,
                map.extent(plane),
                atlas == null ? null : map.projection(plane),
                atlas == null ? null : atlas.label());
    }

    /**
     * Decodes the batches of the path that hold the given frames, by batch number: (frames, channels, height, width),
     * unsigned bytes. They are the batches that are decoded when the link is opened, so the bytes are the same.
     */
    private static Map<Integer, CompletableFuture<byte[]>> decode(MapData map, LinkState state, List<Integer> frames) {
        Map<Integer, CompletableFuture<byte[]>> batches = new TreeMap<>();
        if (frames.isEmpty()) {
            return batches;
        }
        int dim = state.dim();
        int size = map.pathBatch();
        float[] codes = state.mode().interpolate(state.path(), dim, state.frames());
        for (int frame : frames) {
            batches.computeIfAbsent(frame / size, batch -> {
                int from = batch * size;
                int to = Math.min(state.frames(), from + size);
                return map.path(Arrays.copyOfRange(codes, from * dim, to * dim), to - from)
                        .thenApply(Pixels::bytes);
            });
        }
        return batches;
    }

    private static List<byte[]> frames(PreviewLayout layout, int batch, Map<Integer, byte[]> batches) {
        int size = layout.card().input().shape().size();
        List<byte[]> frames = new ArrayList<>();
        for (int frame : layout.shownFrames()) {
            int at = frame % batch * size;
            frames.add(Arrays.copyOfRange(batches.get(frame / batch), at, at + size));
        }
        return frames;
    }

    /** What came, without what there is not. */
    private static <K, V> Map<K, V> joined(Map<K, CompletableFuture<V>> parts) {
        Map<K, V> all = new LinkedHashMap<>();
        parts.forEach((key, part) -> {
            if (part.join() != null) {
                all.put(key, part.join());
            }
        });
        return all;
    }

    /** Refuses a link that does not fit the model as it is served here. */
    public static void check(LinkState state, ModelCard card) {
        if (state.dim() != card.latent().dim()) {
            throw Failure.badInput(
                    "This link",
                    "%d dimensions, as the model “%s” has"
                            .formatted(card.latent().dim(), card.id()),
                    state.dim());
        }
    }
}
