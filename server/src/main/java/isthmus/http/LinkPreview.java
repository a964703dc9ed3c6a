package isthmus.http;

import isthmus.model.ModelFolder;
import isthmus.share.LinkState;
import isthmus.share.Previews;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import org.eclipse.jetty.util.StringUtil;

/**
 * How a link presents itself where it is pasted: in words and by its picture. Any thread.
 *
 * @param address of the server, as others reach it
 * @param code of the link
 */
record LinkPreview(String address, String code, LinkState shared, ModelFolder folder) {
    static final String PATH = "/p/";
    static final String PICTURE = "/preview.png";

    String url() {
        return address + PATH + code;
    }

    String picture() {
        return url() + PICTURE;
    }

    String title() {
        return shared.title(folder.card());
    }

    String description() {
        String space = "the %d-dimensional latent space of the model “%s”".formatted(shared.dim(), folder.id());
        return shared.keyframes().size() > 1
                ? "Watch one image turn into another along a path through %s, exactly as it was seen.".formatted(space)
                : "A map of %s, exactly as it was seen.".formatted(space);
    }

    private String oembed() {
        return address + OembedRoute.PATH + "?format=json&url=" + URLEncoder.encode(url(), StandardCharsets.UTF_8);
    }

    /** The page with what others read of it at the place of its title. */
    String within(String page) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("og:type", "website");
        parts.put("og:site_name", "Isthmus");
        parts.put("og:title", title());
        parts.put("og:description", description());
        parts.put("og:url", url());
        parts.put("og:image", picture());
        parts.put("og:image:type", "image/png");
        parts.put("og:image:width", Integer.toString(Previews.WIDTH));
        parts.put("og:image:height", Integer.toString(Previews.HEIGHT));
        parts.put("og:image:alt", description());
        parts.put("description", description());
        parts.put("twitter:card", "summary_large_image");
        parts.put("twitter:title", title());
        parts.put("twitter:description", description());
        parts.put("twitter:image", picture());
        StringBuilder head =
                new StringBuilder("<title>%s · Isthmus</title>".formatted(StringUtil.sanitizeXmlString(title())));
        parts.forEach((name, value) -> head.append("\n    <meta %s=\"%s\" content=\"%s\">"
                .formatted(name.startsWith("og:") ? "property" : "name", name, StringUtil.sanitizeXmlString(value))));
        head.append("\n    <link rel=\"alternate\" type=\"application/json+oembed\" href=\"%s\" title=\"%s\">"
                .formatted(StringUtil.sanitizeXmlString(oembed()), StringUtil.sanitizeXmlString(title())));
        return page.replaceFirst("<title>[^<]*</title>", Matcher.quoteReplacement(head.toString()));
    }
}
