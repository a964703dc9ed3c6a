package isthmus.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import isthmus.latent.Plane;
import isthmus.latent.Tile;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Decoded tiles, up to a number of bytes. A tile that several requests wait for is decoded once, and given up when the
 * last of them is cancelled. Any thread.
 */
final class TileCache {
    private static final int ENTRY = 256; // bytes of an entry beside its pixels and its plane

    private final Cache<Key, byte[]> tiles;
    private final ConcurrentHashMap<Key, Flight> flights = new ConcurrentHashMap<>();

    /**
     * @param version of the model, so that one that changes has tiles of its own
     */
    record Key(String version, Plane plane, Tile tile) {}

    /** A tile that is being decoded. Its monitor guards how many wait. */
    private static final class Flight {
        private final CompletableFuture<byte[]> tile = new CompletableFuture<>();
        private volatile CompletableFuture<byte[]> decoding; // null until it has begun
        private int waiting = 1; // requests; at 0 the tile is given up and no more may join

        synchronized boolean join() {
            if (waiting == 0) {
                return false;
            }
            waiting++;
            return true;
        }

        synchronized boolean leave() {
            return --waiting == 0;
        }
    }

    TileCache(long bytes) {
        tiles = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Key key, byte[] tile) -> tile.length + ENTRY + 24 * key.plane.dim())
                .build();
    }

    /**
     * The tile, (64, channels, height, width) as u1. Cancelling it does not affect others who wait for it.
     *
     * @param decode begins to decode it; cancelling its result takes the job back
     */
    CompletableFuture<byte[]> get(Key key, Supplier<CompletableFuture<byte[]>> decode) {
        byte[] cached = tiles.getIfPresent(key);
        if (cached != null) {
            return CompletableFuture.completedFuture(cached);
        }
        boolean[] mine = {false};
        Flight flight = flights.compute(key, (k, other) -> {
            if (other != null && other.join()) {
                return other;
            }
            mine[0] = true;
            return new Flight();
        });
        if (mine[0]) {
            begin(key, flight, decode);
        }
        CompletableFuture<byte[]> answer = flight.tile.copy();
        CompletableFuture<byte[]> unused = answer.whenComplete((tile, error) -> {
            if (answer.isCancelled() && flight.leave()) {
                flights.remove(key, flight);
                flight.tile.completeExceptionally(new CancellationException());
                CompletableFuture<byte[]> decoding = flight.decoding;
                if (decoding != null) {
                    decoding.cancel(false);
                }
            }
        });
        return answer;
    }

    private void begin(Key key, Flight flight, Supplier<CompletableFuture<byte[]>> decode) {
        byte[] cached = tiles.getIfPresent(key); // it may have come since the first look
        CompletableFuture<byte[]> decoding;
        try {
            decoding = cached != null ? CompletableFuture.completedFuture(cached) : decode.get();
        } catch (RuntimeException e) {
            decoding = CompletableFuture.failedFuture(e);
        }
        flight.decoding = decoding;
        CompletableFuture<byte[]> unused = decoding.whenComplete((tile, error) -> {
            if (error == null) {
                tiles.put(key, tile);
            }
            flights.remove(key, flight);
            if (error == null) {
                flight.tile.complete(tile);
            } else {
                flight.tile.completeExceptionally(error);
            }
        });
    }

    /** How many tiles are cached. */
    long size() {
        tiles.cleanUp();
        return tiles.estimatedSize();
    }
}
