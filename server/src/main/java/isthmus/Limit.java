package isthmus;

import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import java.util.Locale;

/**
 * What one request or client may cost: each limit with its default, its range and its meaning. The command line's options
 * and the first frame of a socket ({@code maxTextBytes}) are made from this list, so a new limit is one constant here.
 * Any thread.
 */
@EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
public enum Limit {
    MAX_TEXT_BYTES(1 << 16, 256, "Most bytes of a text frame; a longer one closes the session"),
    MAX_BINARY_BYTES(
            8 << 20,
            256,
            "Most bytes of a binary frame or of one uploaded file; a longer frame closes the session, a longer file is"
                    + " refused as TOO_LARGE"),
    MAX_BODY_BYTES(64 << 20, 256, "Most bytes of the body of one HTTP request; a longer one is refused as TOO_LARGE"),
    MAX_FRAMES_PER_SECOND(
            1000, 1, "Most frames a second from one session, on average; what comes faster is refused as BUSY"),
    MAX_POINTS_PER_REQUEST(4096, 1, "Most codes or rows of one request; more are refused as TOO_LARGE"),
    MAX_IMAGES_PER_REQUEST(256, 1, "Most images of one request; more are refused as TOO_LARGE"),
    MAX_PIXELS_PER_IMAGE(
            16_000_000,
            1,
            "Most pixels of one image, read from its header before it is decoded; more are refused as TOO_LARGE"),
    MAX_GRID_CELLS(1 << 16, 1, "Most cells of one grid of the density; more are refused as TOO_LARGE"),
    MAX_PATH_FRAMES(1024, 2, "Most frames of one path; more are refused as TOO_LARGE"),
    MAX_TILES_PER_REQUEST(256, 1, "Most tiles of one viewport; more are refused as TOO_LARGE"),
    MAX_DRAWS(5000, 1, "Most draws by which log p(x) of one image is bounded; more are refused as TOO_LARGE"),
    MAX_POSTERIOR_CELLS(
            128 * 128, 4, "Most cells of one posterior's grid, each of them decoded; more are refused as TOO_LARGE"),
    MAX_REFINEMENT_STEPS(500, 1, "Most steps by which one image's posterior is refined; more are refused as TOO_LARGE"),
    MAX_EVIDENCE_DRAWS(
            1_000_000,
            10,
            "Most draws by which log p(x) of one image is estimated again and again; more are refused as TOO_LARGE"),
    EVIDENCE_SECONDS(30, 1, "Most seconds that such draws take; what came by then is the answer"),
    QUEUE_REPORTS(64, 1, "Most reports on an image that wait while others are computed; more are refused as BUSY"),
    MAX_UNACKNOWLEDGED_FRAMES(
            32, 1, "Most frames sent to a session that it has not yet read; the rest wait until it reads"),
    MAX_WAITING_BYTES(
            16L << 20,
            1 << 16,
            Long.MAX_VALUE,
            "Most bytes that wait for one session to read; beyond them its requests wait"),
    MAX_UNFINISHED_BYTES(
            64L << 20,
            1 << 16,
            Long.MAX_VALUE,
            "Most bytes of socket messages whose ends have not come, over all sessions, half of them from one address;"
                    + " beyond them the sessions with the oldest are closed"),
    MAX_RUNNING_REQUESTS(64, 1, "Most requests of one session that run at a time; more are refused as BUSY"),
    MAX_SESSIONS(4096, 1, "Most sessions at a time; more are refused as BUSY"),
    TILE_CACHE_BYTES(256L << 20, 0, Long.MAX_VALUE, "Most bytes of decoded tiles that are kept in memory"),
    PLANE_CACHE_BYTES(
            64L << 20, 0, Long.MAX_VALUE, "Most bytes of what was computed of planes that are kept in memory"),
    OPEN_MODEL_BYTES(
            1L << 30,
            0,
            Long.MAX_VALUE,
            "Most bytes, by estimate, of the models that are open at a time; beyond them the one that was used longest"
                    + " ago is closed, and where all are in use one more is refused as BUSY"),
    MODEL_QUEUE_BYTES(
            256L << 20,
            1 << 20,
            Long.MAX_VALUE,
            "Most bytes of numbers that wait for one model; more are refused as BUSY"),
    QUEUE_JOBS(
            1024,
            1,
            "Most jobs that wait for one model in each of its four lanes, or beside the models; more are refused as BUSY"),
    QUEUE_BYTES(
            128L << 20,
            1 << 16,
            Long.MAX_VALUE,
            "Most bytes of pictures that wait to be read, and as many that wait for reports; more are refused as BUSY"),
    MAX_WAITING_JOBS_PER_SESSION(
            64, 1, "Most jobs beside the models that wait for one session; more are refused as BUSY"),
    MAX_WAITING_REPORTS_PER_SESSION(
            8, 1, "Most reports on an image that wait for one session; more are refused as BUSY"),
    IDLE_SECONDS(
            300,
            1,
            "Seconds of silence after which a session is closed; a connection that asks for nothing is closed after 30 at most"),
    MIN_BYTES_PER_SECOND(
            16 << 10,
            0,
            "Bytes a second, on average, at which a body has to come and an answer has to be read; slower ones are cut off"),
    TRANSFER_GRACE_SECONDS(
            10, 0, "Seconds that a body or an answer may take beside those that --min-bytes-per-second leaves it"),
    MAX_UPLOAD_BYTES(
            128L << 20,
            1 << 16,
            Long.MAX_VALUE,
            "Most bytes of HTTP bodies in memory at a time; more are refused as BUSY"),
    MAX_UPLOAD_BYTES_PER_ADDRESS(
            64L << 20, 1 << 16, Long.MAX_VALUE, "The same from one address, or one IPv6 network of 64 bits"),
    MAX_ANSWER_BYTES(
            256L << 20,
            1 << 16,
            Long.MAX_VALUE,
            "Most bytes that HTTP answers take while they are made and sent; more are refused as" + " BUSY"),
    MAX_ANSWER_BYTES_PER_ADDRESS(128L << 20, 1 << 16, Long.MAX_VALUE, "The same for one address"),
    MAX_SESSIONS_PER_ADDRESS(256, 1, "Most sessions of one address at a time; more are refused as BUSY"),
    REPORT_SECONDS(
            300, 1, "Seconds that a report over HTTP may be computed; what takes longer is refused as TOO_LARGE"),
    IMPORT_SECONDS(
            600, 0, "Seconds that one try to read an imported model may take; what takes longer ends as TOO_LARGE"),
    IMPORT_IDLE_SECONDS(90, 1, "Seconds after which an import that nobody asks about any more ends");

    private final long initial;
    private final long least;
    private final long most;
    private final String meaning;

    Limit(long initial, long least, String meaning) {
        this(initial, least, Integer.MAX_VALUE, meaning);
    }

    Limit(long initial, long least, long most, String meaning) {
        this.initial = initial;
        this.least = least;
        this.most = most;
        this.meaning = meaning;
    }

    /** The default. */
    public long initial() {
        return initial;
    }

    public long least() {
        return least;
    }

    public long most() {
        return most;
    }

    /** What it bounds, and what happens beyond it, for the person who sets it. */
    public String meaning() {
        return meaning;
    }

    /** Its option on the command line: {@code --max-text-bytes}. */
    public String option() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
