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

    @Test
    void noMoreTilesAreCachedThanItsBytesAllowAndAVersionHasItsOwn() {
        TileCache cache = new TileCache(10 * TILE);
        Plane plane = Plane.axes(new double[2], 0, 1);
        AtomicInteger decoded = new AtomicInteger();
        for (int x = 0; x < 50; x++) {
            for (String version : new String[] {"one", "one", "other"}) {
                byte[] tile = cache.get(new TileCache.Key(version, plane, new Tile(6, x, 0)), () -> {
                            decoded.incrementAndGet();
                            return CompletableFuture.completedFuture(new byte[TILE]);
                        })
                        .join();
                assertEquals(TILE, tile.length);
            }
        }
        assertEquals(100, decoded.get());
        assertTrue(cache.size() > 0 && cache.size() < 10, cache.size() + " tiles");
    }
}
