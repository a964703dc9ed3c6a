package isthmus.page;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A link to a map, written and read from what links are said to hold and not by the page's own code. Immutable. */
final class Link {
    private final Map<String, String> fields;

    private Link(Map<String, String> fields) {
        this.fields = fields;
    }

    static Link to(String model) {
        return new Link(Map.of("model", model));
    }

    /** What stands in an address bar. */
    static Link of(String url) {
        Map<String, String> fields = new LinkedHashMap<>();
        String query = URI.create(url).getRawQuery();
        for (String part : query == null ? new String[0] : query.split("&")) { // a short link has none
            String[] both = part.split("=", 2);
            fields.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        return new Link(fields);
    }

    Link with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Link(more);
    }

    /**
     * Where the map looks.
     *
     * @param span plane units across the map's shorter side
     */
    Link view(double x, double y, double span) {
        return with("view", x + "," + y + "," + span);
    }

    Link pin(float[] z) {
        return with("pin", text(z));
    }

    /** A pin that is the mean of a row of the atlas. */
    Link pin(float[] z, int row) {
        return with("pin", text(z) + ":" + row);
    }

    Link path(float[]... keyframes) {
        return with("path", Arrays.stream(keyframes).map(Link::text).collect(Collectors.joining(",")));
    }

    /** A field's text; empty where it is left out. */
    String get(String name) {
        return fields.getOrDefault(name, "");
    }

    /** The code of a field that holds one, or the one at a place of a field that holds several. */
    float[] code(String name, int at) {
        byte[] bytes = Base64.getUrlDecoder().decode(get(name).split(",")[at].split(":")[0]);
        float[] code = new float[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(code);
        return code;
    }

    private static String text(float[] code) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * code.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(code);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    @Override
    public String toString() {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&", "/?", ""));
    }
}
