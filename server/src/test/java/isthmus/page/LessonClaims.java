package isthmus.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isthmus.client.LiveClient;
import isthmus.client.LiveSocket;
import isthmus.client.PendingRequest;
import isthmus.client.ReceivedFrame;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The numbers that lessons claim, asked of the server anew, by another client than the page's, and computed anew where an
 * experiment of the page makes them of an answer. Of what is computed otherwise, and of the clock, a claim has a range.
 */
final class LessonClaims implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");
    private static final int TRIES = 6; // of what is timed
    private static final double SLOWER = 4; // times, that the page may be slower or faster than this client

    private final URI server;
    private final LiveClient client;
    private final LiveSocket socket;
    private final JsonNode cards;
    private final Map<String, List<ReceivedFrame>> answers = new HashMap<>();
    private final Map<String, Double> clocked = new HashMap<>();

    LessonClaims(URI server) {
        this.server = server;
        client = new LiveClient(server);
        socket = client.open();
        try {
            cards = fetched("/api/models").get("models");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode fetched(String path) throws IOException {
        try (InputStream in = server.resolve(path).toURL().openStream()) {
            return JSON.readTree(in);
        }
    }

    /** Ids of the models that are served. */
    List<String> models() {
        List<String> ids = new ArrayList<>();
        cards.forEach(card -> ids.add(card.get("id").asText()));
        return ids;
    }

    /** What a text of a lesson has to read like while the maps have these parts. */
    Pattern pattern(String text, JsonNode claims, JsonNode maps) {
        Matcher names = NAME.matcher(text.replaceAll("\\[\\[(?:[^|\\]]*\\|)?([^\\]]*)]]", "$1"));
        StringBuilder pattern = new StringBuilder();
        int from = 0;
        String plain = text.replaceAll("\\[\\[(?:[^|\\]]*\\|)?([^\\]]*)]]", "$1");
        while (names.find()) {
            JsonNode claim = claims.get(names.group(1));
            pattern.append(ClaimRange.literal(plain.substring(from, names.start())))
                    .append(value(claim, claims, maps)
                            .pattern(claim.path("decimals").asInt(1)));
            from = names.end();
        }
        return Pattern.compile(
                pattern.append(ClaimRange.literal(plain.substring(from))).toString());
    }

    private ClaimRange value(JsonNode claim, JsonNode claims, JsonNode maps) {
        return plain(claim, claims, maps).times(claim.path("times").asDouble(1));
    }

    private ClaimRange plain(JsonNode claim, JsonNode claims, JsonNode maps) {
        if (claim.has("card")) {
            return ClaimRange.exactly(
                    ofCard(claim.get("card").asText(), claim.get("figure").asText()));
        }
        if (claim.has("path")) {
            return ClaimRange.exactly(ofRows(claim));
        }
        if (claim.path("time").asBoolean()) {
            double least = fastest(claim);
            return new ClaimRange(least / SLOWER, least * SLOWER);
        }
        if (claim.has("op")) {
            List<ReceivedFrame> frames = answer(claim);
            List<ReceivedFrame> told =
                    claim.path("each").asBoolean() ? frames : frames.subList(frames.size() - 1, frames.size());
            return ClaimRange.exactly(told.stream()
                    .mapToDouble(frame -> inFrame(claim, frame))
                    .average()
                    .orElseThrow());
        }
        if (claim.has("reading") || claim.has("state")) {
            String name = claim.path("reading").asText(claim.path("state").asText());
            return ofReading(name, maps.path(claim.path("map").asInt(0)));
        }
        JsonNode two = claim.has("less") ? claim.get("less") : claim.get("per");
        ClaimRange a = value(claims.get(two.get(0).asText()), claims, maps);
        ClaimRange b = value(claims.get(two.get(1).asText()), claims, maps);
        return claim.has("less")
                ? new ClaimRange(a.low() - b.high(), a.high() - b.low())
                : new ClaimRange(a.low() / b.high(), a.high() / b.low());
    }

    /** What an experiment on a map reads, or its report says. */
    private ClaimRange ofReading(String reading, JsonNode map) {
        String model = map.path("model").asText();
        String figure = reading.substring(reading.indexOf('.') + 1);
        return switch (reading) {
            case "beta.beta" -> ClaimRange.exactly(Double.parseDouble(model.replace("beta-", "")));
            case "beta.rate" -> ClaimRange.exactly(ofCard(model, "kl"));
            case "beta.distortion" -> ClaimRange.exactly(-ofCard(model, "reconstruction"));
            case "mixture.components" -> ClaimRange.exactly(setting(map, "components"));
            case "mixture.log" -> ClaimRange.exactly(ofMixture(map));
            case "region.radius" -> ClaimRange.exactly(setting(map, "radius"));
            case "region.probability", "region.height", "region.density" ->
                ClaimRange.exactly(LessonExperiments.region(setting(map, "radius"), figure));
            case "bound.evidence", "mixture.evidence" -> ClaimRange.exactly(evidence(map));
            case "bound.kl", "bound.elbo" -> {
                double bound = ofHand(map);
                double gap = evidence(map) - bound;
                // The page has log p(x, z) between the cells of a grid by cubics, which are coarse far from p(z|x).
                yield ClaimRange.about(reading.equals("bound.kl") ? gap : bound, 0.02 + 0.005 * gap);
            }
            case "gradient.draws" -> ClaimRange.exactly(setting(map, "draws"));
            case "gradient.ratio", "gradient.path", "gradient.score", "gradient.error" ->
                ClaimRange.exactly(ofGradient(map, figure));
            case "integral.evidence" ->
                ClaimRange.exactly(drawn(map).get(0).head().get("log").asDouble());
            case "integral.log", "integral.error", "integral.effective", "integral.draws" ->
                ClaimRange.exactly(last(drawn(map)).head().get(figure).asDouble());
            case "integral.covered" -> ClaimRange.exactly(covered(last(drawn(map))));
            case "report.refinement.refined.gain" ->
                ClaimRange.exactly(
                        last(pinned("refine", map)).head().get("gain").asDouble());
            default -> throw new AssertionError("nothing holds " + reading);
        };
    }

    private double evidence(JsonNode map) {
        return last(pinned("posterior", map)).head().get("logEvidence").asDouble();
    }

    /** log p(x) of a mixture of the images that draws of the prior decode to. */
    private double ofMixture(JsonNode map) {
        ObjectNode draws = JSON.createObjectNode().put("op", "sample");
        draws.putObject("fields")
                .put("from", "prior")
                .put("count", (int) setting(map, "components"))
                .put("seed", 1)
                .set("model", map.get("model"));
        double[] codes = numbers(last(answer(draws)), "codes");
        return LessonExperiments.logMean(numbers(likelihood(map, codes), "likelihood"));
    }

    /** The bound of the q(z|x) that is laid on a map. */
    private double ofHand(JsonNode map) {
        var q = new LessonExperiments.Hand(
                setting(map, "x"),
                setting(map, "y"),
                setting(map, "wide"),
                setting(map, "narrow"),
                setting(map, "turn"));
        ReceivedFrame known = likelihood(map, q.codes());
        return q.bound(numbers(known, "likelihood"), numbers(known, "prior"));
    }

    private ReceivedFrame likelihood(JsonNode map, double[] codes) {
        ObjectNode fields = JSON.createObjectNode();
        for (int i = 0; i < codes.length; i += 2) {
            fields.withArray("codes").addArray().add(codes[i]).add(codes[i + 1]);
        }
        return last(pinned("likelihood", map, fields));
    }

    private double ofGradient(JsonNode map, String figure) {
        ObjectNode fields = JSON.createObjectNode().put("draws", 1000).put("gradients", true);
        ReceivedFrame frame = last(pinned("likelihood", map, fields));
        return LessonExperiments.gradient(
                name -> numbers(frame, name), (int) setting(map, "draws"), setting(map, "baseline") == 1, figure);
    }

    /** Milliseconds of the fastest of some tries. */
    private double fastest(JsonNode claim) {
        return clocked.computeIfAbsent(claim.toString(), key -> {
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < TRIES; i++) {
                ObjectNode request = claim.get("fields").deepCopy();
                request.set("op", claim.get("op"));
                long start = System.nanoTime();
                askOf(request, claim.get("images")).awaitAnswer();
                least = Math.min(least, (System.nanoTime() - start) / 1e6);
            }
            return least;
        });
    }

    private static ReceivedFrame last(List<ReceivedFrame> frames) {
        return frames.get(frames.size() - 1);
    }

    /** Of an experiment, such as {@code integral:draws=1000,encoder=0}. */
    private static double setting(JsonNode map, String name) {
        Matcher found = Pattern.compile(name + "=(-?[\\d.]+)")
                .matcher(map.path("experiments").asText());
        if (!found.find()) {
            throw new AssertionError(map + " has no " + name);
        }
        return Double.parseDouble(found.group(1));
    }

    private List<ReceivedFrame> drawn(JsonNode map) {
        ObjectNode request = JSON.createObjectNode();
        request.put("draws", (int) setting(map, "draws"));
        request.put("from", setting(map, "encoder") == 1 ? "encoder" : "prior");
        return pinned("evidence", map, request);
    }

    private List<ReceivedFrame> pinned(String op, JsonNode map) {
        return pinned(op, map, JSON.createObjectNode());
    }

    /** About the image that is pinned. */
    private List<ReceivedFrame> pinned(String op, JsonNode map, ObjectNode fields) {
        ObjectNode claim = JSON.createObjectNode().put("op", op);
        fields.set("model", map.get("model"));
        fields.set("row", map.get("pin").get("row"));
        fields.put("seed", 1); // that of a fresh map
        claim.set("fields", fields);
        return answer(claim);
    }

    /** The share of intervals that hold log p(x), by the most draws of which there are twenty estimates or more. */
    private static double covered(ReceivedFrame frame) {
        ByteBuffer repetitions = frame.array("repetitions");
        int at = frame.shape("repetitions")[0] - 1;
        while (repetitions.getInt(Integer.BYTES * at) < 20) {
            at--;
        }
        return (double) frame.array("covered").getInt(Integer.BYTES * at) / repetitions.getInt(Integer.BYTES * at);
    }

    private double ofRows(JsonNode claim) {
        try {
            double found = Double.NaN;
            for (JsonNode row : fetched("/" + claim.get("path").asText()).get("rows")) {
                boolean isIt = true;
                for (Map.Entry<String, JsonNode> wanted : claim.get("where").properties()) {
                    isIt &= row.path(wanted.getKey()).equals(wanted.getValue());
                }
                found = isIt ? row.get(claim.get("figure").asText()).asDouble() : found;
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double ofCard(String id, String figure) {
        for (JsonNode card : cards) {
            if (card.get("id").asText().equals(id)) {
                JsonNode figures = card.path("figures");
                for (JsonNode found : List.of(
                        figures.path("extra").path(figure),
                        figures.path(figure),
                        card.at("/" + figure.replace('.', '/')))) {
                    if (found.isNumber()) {
                        return found.asDouble();
                    }
                }
            }
        }
        throw new AssertionError(id + " has no figure " + figure);
    }

    private static double inFrame(JsonNode claim, ReceivedFrame frame) {
        if (claim.has("head")) {
            return frame.head()
                    .at("/" + claim.get("head").asText().replace('.', '/'))
                    .asDouble();
        }
        double[] values = numbers(frame, claim.get("array").asText());
        if (claim.has("over")) {
            double over = claim.get("over").asDouble();
            int above = 0;
            for (double value : values) {
                above += value > over ? 1 : 0;
            }
            return (double) above / values.length;
        }
        return values[claim.get("at").asInt()];
    }

    private static double[] numbers(ReceivedFrame frame, String name) {
        int count = 1;
        for (int side : frame.shape(name)) {
            count *= side;
        }
        ByteBuffer bytes = frame.array(name);
        boolean wide = bytes.remaining() == 8 * count;
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = wide ? bytes.getDouble() : bytes.getFloat();
        }
        return values;
    }

    private List<ReceivedFrame> answer(JsonNode claim) {
        ObjectNode request = claim.get("fields").deepCopy();
        request.set("op", claim.get("op"));
        if (claim.has("grid")) {
            request.set("codes", grid(claim.get("grid")));
        }
        return answers.computeIfAbsent(request + " " + claim.path("images"), key -> {
            PendingRequest asked =
                    claim.has("images") ? askOf(request, claim.get("images")) : socket.ask(request.toString());
            asked.awaitAnswer();
            return asked.frames();
        });
    }

    private static JsonNode grid(JsonNode grid) {
        int count = grid.get(4).asInt();
        double[] edges = new double[4];
        for (int i = 0; i < 4; i++) {
            edges[i] = grid.get(i).asDouble();
        }
        var codes = JSON.createArrayNode();
        for (int i = 0; i < count * count; i++) {
            codes.addArray()
                    .add(edges[0] + (edges[2] - edges[0]) * (i % count + 0.5) / count)
                    .add(edges[1] + (edges[3] - edges[1]) * (i / count + 0.5) / count);
        }
        return codes;
    }

    private static JsonNode listed(JsonNode rows) {
        if (rows.isArray()) {
            return rows;
        }
        String[] ends = rows.asText().split("-");
        var list = JSON.createArrayNode();
        IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))
                .forEach(list::add);
        return list;
    }

    /** Asks of images of the data, as the server has them. */
    private PendingRequest askOf(ObjectNode request, JsonNode images) {
        ObjectNode rows = JSON.createObjectNode();
        rows.put("op", "rows").put("images", true);
        rows.set("model", images.get("model"));
        rows.set("rows", listed(images.get("rows")));
        PendingRequest asked = socket.ask(rows.toString());
        asked.awaitAnswer();
        ReceivedFrame frame = asked.frames().get(0);
        ByteBuffer bytes = frame.array("originals");
        byte[] pixels = new byte[bytes.remaining()];
        bytes.get(pixels);
        return socket.ask(request.toString(), frame.shape("originals"), pixels, null);
    }

    @Override
    public void close() {
        socket.close();
        client.close();
    }
}
