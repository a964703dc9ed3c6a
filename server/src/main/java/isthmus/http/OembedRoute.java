package isthmus.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import isthmus.Failure;
import isthmus.Settings;
import isthmus.share.Previews;
import isthmus.wire.Printable;
import java.util.Locale;
import java.util.function.BiFunction;
import org.eclipse.jetty.util.StringUtil;

/**
 * How a link is shown within another page, as oEmbed 1.0 asks for it: in a frame where the operator lets anybody frame the
 * page, and otherwise as a link with its picture. Any thread.
 */
final class OembedRoute implements Handler {
    static final String PATH = "/oembed";

    private static final int LEAST_WIDTH = 480;
    private static final int LEAST_HEIGHT = 360;
    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;
    private static final int MOST = 4096; // pixels

    private final boolean framed;
    private final PublicAddress address;
    private final BiFunction<String, String, LinkPreview> opened;

    /**
     * @param opened what a code holds, by the server's address and the code, or a Failure
     */
    OembedRoute(Settings settings, PublicAddress address, BiFunction<String, String, LinkPreview> opened) {
        framed = !settings.frameAncestors().isEmpty();
        this.address = address;
        this.opened = opened;
    }

    /** In oEmbed's words. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Embedding(
            String type,
            String version,
            String title,
            @JsonProperty("provider_name") String providerName,
            @JsonProperty("provider_url") String providerUrl,
            @JsonProperty("thumbnail_url") String thumbnailUrl,
            @JsonProperty("thumbnail_width") int thumbnailWidth,
            @JsonProperty("thumbnail_height") int thumbnailHeight,
            String html,
            Integer width,
            Integer height) {}

    @Override
    public void handle(Context context) {
        String format = context.queryParam("format");
        if (format != null && !format.equals("json")) {
            throw Failure.badInput("format", "json", Printable.shown(format));
        }
        int width = Math.min(WIDTH, Query.integer(context, "maxwidth", 1, MOST, WIDTH));
        int height = Math.min(HEIGHT, Query.integer(context, "maxheight", 1, MOST, HEIGHT));
        String base = address.of(context);
        LinkPreview announced = opened.apply(base, code(base, context.queryParam("url")));
        boolean rich = framed && width >= LEAST_WIDTH && height >= LEAST_HEIGHT;
        String html = "<iframe src=\"%s?embed\" width=\"%d\" height=\"%d\" title=\"%s\" loading=\"lazy\"></iframe>"
                .formatted(
                        StringUtil.sanitizeXmlString(announced.url()),
                        width,
                        height,
                        StringUtil.sanitizeXmlString(announced.title()));
        JsonAnswer.send(
                context,
                new Embedding(
                        rich ? "rich" : "link",
                        "1.0",
                        announced.title(),
                        "Isthmus",
                        base + "/",
                        announced.picture(),
                        Previews.WIDTH,
                        Previews.HEIGHT,
                        rich ? html : null,
                        rich ? width : null,
                        rich ? height : null));
    }

    /** The code in the address of a link to this server. */
    private static String code(String base, String url) {
        String start = base + LinkPreview.PATH;
        if (url == null || !url.toLowerCase(Locale.ROOT).startsWith(start.toLowerCase(Locale.ROOT))) {
            throw Failure.badInput("url", "a link that begins with " + start, Printable.shown(url == null ? "" : url));
        }
        String rest = url.substring(start.length());
        return rest.split("[?#]", 2)[0];
    }
}
