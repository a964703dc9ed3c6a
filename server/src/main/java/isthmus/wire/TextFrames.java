package isthmus.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.Version;
import java.util.Locale;
import java.util.Map;

/** The text frames that a server sends. Any thread. */
public final class TextFrames {
    /** How a request without a last frame or an error ended. */
    public enum End {
        DONE,
        REPLACED,
        CANCELLED;

        private final String word = name().toLowerCase(Locale.ROOT);
    }

    private static final int VERSION = 1;

    private TextFrames() {}

    /**
     * @param version of the protocol
     * @param isthmus version of the server
     */
    private record Greeting(int version, String isthmus, Map<Limit, Long> limits) {}

    private record Hello(Greeting hello) {}

    private record Refused(@JsonProperty("id") Long id, ErrorBody error) {}

    /** The first frame of a session. */
    public static String hello(Limits limits) {
        return Json.text(new Hello(new Greeting(VERSION, Version.NAME, limits.values())));
    }

    public static String end(long id, End end) {
        return "{\"id\":" + id + ",\"end\":\"" + end.word + "\"}"; // by hand, for there may be thousands a second
    }

    /**
     * @param id of the request, or null where it has none that can be read
     */
    public static String error(Long id, Failure failure) {
        return Json.text(new Refused(id, ErrorBody.of(failure)));
    }
}
