package isthmus;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How much anybody may ask of the server. The annotations are the one place that states defaults and meanings: the
 * command line's options and the checks below are made from them. Immutable; any thread.
 */
public record Limits(
        @Limit(initial = 1 << 16, least = 256, meaning = "bytes of a text frame; a longer one closes the session")
        int maxTextBytes,

        @Limit(
                initial = 8 << 20,
                least = 256,
                meaning = "bytes of a binary frame or of one uploaded file; a longer frame closes the session, a longer"
                        + " file is refused as TOO_LARGE")
        int maxBinaryBytes,

        @Limit(
                initial = 64 << 20,
                least = 256,
                meaning = "bytes of the body of one request over HTTP; a longer one is refused as TOO_LARGE")
        int maxBodyBytes,

        @Limit(
                initial = 1000,
                meaning = "frames a second from one session, on average; what comes faster is refused as BUSY")
        int maxFramesPerSecond,

        @Limit(initial = 4096, meaning = "codes or rows of one request; more are refused as TOO_LARGE")
        int maxPointsPerRequest,

        @Limit(initial = 256, meaning = "images of one request; more are refused as TOO_LARGE")
        int maxImagesPerRequest,

        @Limit(
                initial = 16_000_000,
                meaning = "pixels of one image, read from its header before anything is decoded; more are refused as"
                        + " TOO_LARGE")
        int maxPixelsPerImage,

        @Limit(initial = 1 << 16, meaning = "cells of one grid of the density; more are refused as TOO_LARGE")
        int maxGridCells,

        @Limit(initial = 1024, least = 2, meaning = "frames of one path; more are refused as TOO_LARGE")
        int maxPathFrames,

        @Limit(initial = 256, meaning = "tiles of one viewport; more are refused as TOO_LARGE")
        int maxTilesPerRequest,

        @Limit(
                initial = 5000,
                meaning = "draws by which log p(x) of one image is bounded; more are refused as TOO_LARGE")
        int maxDraws,

        @Limit(
                initial = 128 * 128,
                least = 4,
                meaning = "cells of one posterior's grid, each of which is decoded; more are refused as TOO_LARGE")
        int maxPosteriorCells,

        @Limit(
                initial = 500,
                meaning = "steps by which one image's posterior is refined; more are refused as TOO_LARGE")
        int maxRefinementSteps,

        @Limit(
                initial = 64,
                meaning = "reports on an image that wait while others are computed; more are refused as BUSY")
        int queueReports,

        @Limit(
                initial = 32,
                meaning = "frames that a session has been sent and not yet taken; the rest wait until it reads")
        int maxUnacknowledgedFrames,

        @Limit(
                initial = 16L << 20,
                least = 1 << 16,
                most = Long.MAX_VALUE,
                meaning = "bytes that wait for one session to read; beyond them its requests wait")
        long maxWaitingBytes,

        @Limit(initial = 64, meaning = "requests of one session that run at a time; more are refused as BUSY")
        int maxRunningRequests,

        @Limit(initial = 4096, meaning = "sessions at a time; more are refused as BUSY")
        int maxSessions,

        @Limit(
                initial = 256L << 20,
                least = 0,
                most = Long.MAX_VALUE,
                meaning = "bytes of decoded tiles that are kept for whoever looks next")
        long tileCacheBytes,

        @Limit(initial = 1024, meaning = "jobs that wait for one model; more are refused as BUSY")
        int queueJobs,

        @Limit(initial = 300, meaning = "seconds of silence after which a connection is closed")
        int idleSeconds) {

    public Limits {
        // The compact constructor cannot see its own components by reflection: the parameters, in their order.
        long[] values = {
            maxTextBytes,
            maxBinaryBytes,
            maxBodyBytes,
            maxFramesPerSecond,
            maxPointsPerRequest,
            maxImagesPerRequest,
            maxPixelsPerImage,
            maxGridCells,
            maxPathFrames,
            maxTilesPerRequest,
            maxDraws,
            maxPosteriorCells,
            maxRefinementSteps,
            queueReports,
            maxUnacknowledgedFrames,
            maxWaitingBytes,
            maxRunningRequests,
            maxSessions,
            tileCacheBytes,
            queueJobs,
            idleSeconds
        };
        int at = 0;
        for (Map.Entry<String, Limit> limit : all().entrySet()) {
            check(limit.getKey(), limit.getValue(), values[at++]);
        }
    }

    /** Every limit by the name of its component, in their order. */
    public static Map<String, Limit> all() {
        Map<String, Limit> all = new LinkedHashMap<>();
        for (RecordComponent component : Limits.class.getRecordComponents()) {
            all.put(component.getName(), Objects.requireNonNull(component.getAnnotation(Limit.class)));
        }
        return all;
    }

    public static Limits defaults() {
        return of(Map.of());
    }

    /** The defaults but for those named here. */
    public static Limits of(Map<String, Long> changed) {
        changed.keySet().forEach(Limits::known);
        RecordComponent[] components = Limits.class.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            Limit limit = components[i].getAnnotation(Limit.class);
            long value = changed.getOrDefault(components[i].getName(), limit.initial());
            check(components[i].getName(), limit, value);
            if (components[i].getType() == int.class) {
                values[i] = (int) value; // within its range, which is an int's
            } else {
                values[i] = value;
            }
        }
        try {
            return Limits.class
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record has the constructor of its components", e);
        }
    }

    /** The same limits but for one. */
    public Limits with(String name, long value) {
        known(name);
        Map<String, Long> values = values();
        values.put(name, value);
        return of(values);
    }

    /** The value of every limit by its name, in their order. */
    public Map<String, Long> values() {
        Map<String, Long> values = new LinkedHashMap<>();
        for (RecordComponent component : Limits.class.getRecordComponents()) {
            try {
                values.put(
                        component.getName(), ((Number) component.getAccessor().invoke(this)).longValue());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a record has an accessor for each component", e);
            }
        }
        return values;
    }

    /** The option that sets a limit: {@code maxTextBytes} is {@code --max-text-bytes}. */
    public static String option(String name) {
        return "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static void known(String name) {
        if (!all().containsKey(name)) {
            throw Failure.badInput(
                    "expected one of the limits %s, found %s".formatted(String.join(", ", all().keySet()), name));
        }
    }

    private static void check(String name, Limit limit, long value) {
        if (value < limit.least() || value > limit.most()) {
            throw Failure.badInput(
                    "%s: expected %d to %d, found %d".formatted(option(name), limit.least(), limit.most(), value));
        }
    }
}
