package isthmus.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import isthmus.atlas.PlaneMixture;
import isthmus.latent.Plane;
import java.util.Arrays;
import java.util.function.Supplier;

/** What was computed of planes of models, and of codes in them: the least used goes where it takes more than so many bytes. Any thread. */
final class PlaneCache {
    private static final int ENTRY = 200; // bytes of an entry beside its numbers

    private final Cache<Key, Object> results;

    /**
     * @param kind of the result; each kind has one type
     * @param of a plane, or codes
     */
    private record Key(String version, Object kind, Object of) {}

    private record Codes(float[] values) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Codes codes && Arrays.equals(values, codes.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
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
        long bytes = ENTRY + (key.of instanceof Codes codes ? 4L * codes.values.length : 24L * ((Plane) key.of).dim());
        if (result instanceof float[] floats) {
            bytes += 4L * floats.length;
        } else if (result instanceof double[] doubles) {
            bytes += 8L * doubles.length;
        } else if (result instanceof PlaneMixture mixture) {
            bytes += mixture.bytes();
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

    /** Of codes what was kept of them; null where it was not, or is no more. Neither array may change. */
    float[] of(String version, Object kind, float[] codes) {
        return (float[]) results.getIfPresent(new Key(version, kind, new Codes(codes)));
    }

    float[] keep(String version, Object kind, float[] codes, float[] result) {
        results.put(new Key(version, kind, new Codes(codes)), result);
        return result;
    }

    void forget(String version) {
        results.asMap().keySet().removeIf(key -> key.version.equals(version));
    }
}
