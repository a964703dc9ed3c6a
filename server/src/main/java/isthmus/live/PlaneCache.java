package isthmus.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import isthmus.atlas.PlaneMixture;
import isthmus.latent.Plane;
import isthmus.report.TruePosterior;
import java.nio.FloatBuffer;
import java.util.function.Supplier;

/**
 * What was computed of planes of models, of many codes, and of images: the least used goes where it takes more than so many
 * bytes. Any thread.
 */
final class PlaneCache {
    private static final int ENTRY = 200; // bytes of an entry beside its numbers

    private final Cache<Key, Object> results;

    /**
     * @param kind of the result; each kind has one type
     * @param of a plane, or codes or an image as a buffer, which is compared by its numbers
     */
    private record Key(String version, Object kind, Object of) {
        private long bytes() {
            return of instanceof Plane plane ? 24L * plane.dim() : 4L * ((FloatBuffer) of).capacity();
        }
    }

    PlaneCache(long bytes) {
        results = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher(PlaneCache::weigh)
                .executor(Runnable::run) // what is too much goes at once
                .build();
    }

    /** About how many bytes an entry takes. */
    private static int weigh(Key key, Object result) {
        long bytes = key.bytes() + ENTRY;
        if (result instanceof float[] floats) {
            bytes += 4L * floats.length;
        } else if (result instanceof double[] doubles) {
            bytes += 8L * doubles.length;
        } else if (result instanceof PlaneMixture mixture) {
            bytes += mixture.bytes();
        } else if (result instanceof TruePosterior posterior) {
            bytes += 4L * posterior.density().length + ENTRY;
        } else if (result instanceof RefinedSteps refined) {
            bytes += refined.bytes();
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    /** A result, computed now and then by two work threads at the same time, which does no harm. */
    @SuppressWarnings("unchecked") // each kind has one type of result
    <T> T get(String version, Object kind, Plane plane, Supplier<T> compute) {
        Key key = new Key(version, kind, plane);
        Object there = results.getIfPresent(key);
        if (there == null) {
            WorkQueue.checkWorkThread();
            there = compute.get();
            results.put(key, there);
        }
        return (T) there;
    }

    /** What was kept of codes or of an image; null where nothing was, or it has gone. */
    Object kept(String version, Object kind, float[] of) {
        return results.getIfPresent(new Key(version, kind, FloatBuffer.wrap(of)));
    }

    void keep(String version, Object kind, float[] of, Object result) {
        results.put(new Key(version, kind, FloatBuffer.wrap(of)), result);
    }

    void forget(String version) {
        results.asMap().keySet().removeIf(key -> key.version.equals(version));
    }
}
