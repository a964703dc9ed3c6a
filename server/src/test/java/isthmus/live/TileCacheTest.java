package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.latent.Plane;
import isthmus.latent.Tile;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TileCacheTest {
    private static final int TILE = 10_000; // bytes

    private final Plane plane = Plane.axes(new double[2], 0, 1);
    private final AtomicInteger decoded = new AtomicInteger();

    private void get(TileCache cache, String version, int x) {
        byte[] tile = cache.get(new TileCache.Key(version, plane, new Tile(6, x, 0)), () -> {
                    decoded.incrementAndGet();
                    return CompletableFuture.completedFuture(new byte[TILE]);
                })
                .join();
        assertEquals(TILE, tile.length);
    }

    @Test
    void noMoreTilesAreCachedThanItsBytesAllow() {
        TileCache cache = new TileCache(10 * TILE);
        for (int x = 0; x < 50; x++) {
            get(cache, "one", x);
        }
        assertEquals(50, decoded.get());
        assertTrue(cache.size() > 0 && cache.size() < 10, cache.size() + " tiles");
    }

    @Test
    void aVersionHasTilesOfItsOwn() {
        TileCache cache = new TileCache(10 * TILE);
        for (String version : new String[] {"one", "one", "other"}) {
            get(cache, version, 0);
        }
        assertEquals(2, decoded.get());
    }
}
