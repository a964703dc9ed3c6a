package isthmus.http;

import isthmus.model.ModelFolder;
import isthmus.share.LinkState;
import isthmus.share.Previews;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;

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
        int keyframes = shared.keyframes().size();
        return keyframes > 1
                ? "A path through %s: %d frames, %d keyframes"
                        .formatted(folder.card().title(), shared.frames(), keyframes)
                : shared.pin() != null
                        ? "A place in the latent space of %s"
                                .formatted(folder.card().title())
                        : "The latent space of %s".formatted(folder.card().title());
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
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("og:type", "website");
        properties.put("og:site_name", "Isthmus");
        properties.put("og:title", title());
        properties.put("og:description", description());
        properties.put("og:url", url());
        properties.put("og:image", picture());
        properties.put("og:image:type", "image/png");
        properties.put("og:image:width", Integer.toString(Previews.width()));
        properties.put("og:image:height", Integer.toString(Previews.height()));
        properties.put("og:image:alt", description());
        Map<String, String> names = new LinkedHashMap<>();
        names.put("description", description());
        names.put("twitter:card", "summary_large_image");
        names.put("twitter:title", title());
        names.put("twitter:description", description());
        names.put("twitter:image", picture());
        StringBuilder head = new StringBuilder("<title>%s · Isthmus</title>".formatted(Html.escaped(title())));
        properties.forEach((name, value) -> meta(head, "property", name, value));
        names.forEach((name, value) -> meta(head, "name", name, value));
        head.append("\n    <link rel=\"alternate\" type=\"application/json+oembed\" href=\"%s\" title=\"%s\">"
                .formatted(Html.escaped(oembed()), Html.escaped(title())));
        return page.replaceFirst("<title>[^<]*</title>", Matcher.quoteReplacement(head.toString()));
    }

    private static void meta(StringBuilder head, String kind, String name, String value) {
        head.append("\n    <meta %s=\"%s\" content=\"%s\">".formatted(kind, name, Html.escaped(value)));
    }
}
