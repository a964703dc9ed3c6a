// Long because each section of a code is read and checked beside the others.
package isthmus.share;

import isthmus.Failure;
import isthmus.latent.Path;
import isthmus.model.ModelCard;
import isthmus.share.LinkState.Beside;
import isthmus.share.LinkState.Looked;
import isthmus.share.LinkState.Place;
import isthmus.share.LinkState.Report;
import isthmus.share.LinkState.SentFrames;
import isthmus.share.LinkState.View;
import isthmus.wire.Json;
import isthmus.wire.Matrix;
import isthmus.wire.PlaneChoice;
import isthmus.wire.Printable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Reads the code of one link, as {@code server/API.md} describes it. Lengths are checked against the remaining bytes
 * before anything is allocated. One thread.
 */
final class LinkCodeReader {
    private static final Pattern INVALID = Pattern.compile("[^A-Za-z0-9_-]");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{1,64}");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,16}");
    private static final int MIN_CHARACTERS = 7; // of a version and a checksum
    private static final int MAX_SHOWN = 40; // characters of what was found
    private static final Set<String> LAYERS =
            Set.of("manifold", "points", "ellipses", "prior", "density"); // told if shown
    private static final Pattern LAYER = Pattern.compile("-?[a-z][a-z0-9-]{0,31}");
    private static final Pattern EXPERIMENTS = Pattern.compile(LinkCodeReader.listed(
            "[a-z][a-z0-9-]{0,31}(:%s)?"
                    .formatted(LinkCodeReader.listed("[a-z][a-z0-9-]{0,31}=-?\\d+(\\.\\d+)?(e-?\\d+)?", ",")),
            ";"));
    private static final Pattern COLUMN = Pattern.compile("[^\\p{Cc}]{1,64}");

    private final Map<String, byte[]> sections = new HashMap<>();

    private LinkCodeReader(ByteBuffer body) {
        int last = -1;
        while (body.hasRemaining()) {
            String name = text(next(body, body.get() & 0xff));
            int index = LinkCodeWriter.SECTIONS.indexOf(name);
            if (index <= last) { // unknown, repeated, or out of order
                throw Failure.badInput(
                        "",
                        "the sections %s in this order".formatted(String.join(", ", LinkCodeWriter.SECTIONS)),
                        quoted(name));
            }
            last = index;
            int length = next(body, Short.BYTES).getShort() & 0xffff;
            ByteBuffer content = next(body, length);
            sections.put(name, new byte[length]);
            content.get(sections.get(name));
        }
    }

    static LinkState read(String code) {
        ByteBuffer bytes = ByteBuffer.wrap(bytesOf(code)).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer body = bytes.slice(0, bytes.limit() - Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int sum = bytes.getInt(body.limit());
        CRC32 found = new CRC32();
        found.update(body.duplicate());
        if (sum != (int) found.getValue()) {
            throw Failure.badInput("", "the checksum %08x".formatted(sum), "%08x".formatted(found.getValue()))
                    .hint("it is damaged or cut short");
        }
        int version = body.get() & 0xff;
        if (version != LinkCodeWriter.VERSION) {
            throw Failure.badInput("", "version " + LinkCodeWriter.VERSION, "version " + version)
                    .hint("another Isthmus made it");
        }
        LinkState state = new LinkCodeReader(body).page();
        if (!state.code().equals(code)) {
            throw Failure.badInput("", "a code as Isthmus writes it", "another that says the same");
        }
        return state;
    }

    private static byte[] bytesOf(String code) {
        if (code.length() > LinkState.MOST_CHARACTERS) {
            throw Failure.badInput("", "at most " + LinkState.MOST_CHARACTERS + " characters", code.length());
        }
        Matcher invalid = INVALID.matcher(code);
        if (invalid.find()) {
            throw Failure.badInput(
                    "", "letters, digits, - and _", quoted(Character.toString(code.codePointAt(invalid.start()))));
        }
        if (code.length() < MIN_CHARACTERS || code.length() % 4 == 1) {
            throw Failure.badInput("", "a whole code", code.length() + " characters")
                    .hint("it is cut short");
        }
        return Base64.getUrlDecoder().decode(code);
    }

    /** The next bytes, which are not copied. */
    private static ByteBuffer next(ByteBuffer body, int length) {
        if (length > body.remaining()) {
            throw Failure.badInput("", "a whole section", "the end of the code");
        }
        ByteBuffer next = body.slice(body.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        body.position(body.position() + length);
        return next;
    }

    /** What the sections say of all maps. */
    private LinkState page() {
        LinkState first = map();
        List<LinkState> maps = LinkCodeWriter.SECTIONS.stream()
                .filter(name -> name.startsWith("beside-"))
                .map(name -> optional(name, bytes -> new LinkCodeReader(littleEndian(bytes)).map()))
                .filter(Objects::nonNull)
                .toList();
        int place = optional("place", bytes -> (int) whole(text(bytes), 1, maps.size()), 0);
        return first.with(new Beside(place, maps));
    }

    private LinkState map() {
        String model = required("model", LinkCodeReader::model);
        String version = required("version", bytes -> hex(text(bytes)));
        int dim = required("dim", bytes -> (int) whole(text(bytes), 1, LinkState.MOST_DIMENSIONS));
        Path mode = required("mode", bytes -> oneOf(Path.class, text(bytes)));
        int frames = required("frames", bytes -> (int) whole(text(bytes), 2, LinkState.MOST_FRAMES));
        long seed = required("seed", bytes -> whole(text(bytes), 0, LinkState.MOST_SEED));
        List<Place> keyframes = places("keyframes", dim);
        List<Place> pins = places("pin", dim);
        if (pins.size() > 1) {
            throw Failure.badInput("pin", "1 point", pins.size());
        }
        List<float[]> points = optional("plane.points", b -> points(b, dim), List.of());
        PlaneChoice plane = optional("plane", bytes -> plane(text(bytes), points, dim));
        View view = optional("view", LinkCodeReader::view);
        List<String> layers = required("layers", LinkCodeReader::layers);
        String colour = required("colour", LinkCodeReader::colour);
        List<Integer> dimmed = optional(
                "dimmed",
                b -> IntStream.range(0, b.length).map(i -> b[i] & 0xff).boxed().toList(),
                List.of());
        Looked looked = looked();
        Place pin = pins.isEmpty() ? null : pins.get(0);
        return new LinkState(
                model,
                version,
                dim,
                mode,
                frames,
                seed,
                keyframes,
                pin,
                plane,
                view,
                layers,
                colour,
                dimmed,
                looked,
                optional("seen", LinkCodeReader::seen),
                Beside.NONE);
    }

    private Looked looked() {
        Set<Report> report = optional("report", LinkCodeReader::report, Set.of());
        double noise = optional("noise", LinkCodeReader::noise, 0.0);
        int[] mask = optional("mask", LinkCodeReader::mask, new int[0]);
        int[] selection = optional("selection", LinkCodeReader::selection, new int[0]);
        List<float[]> lasso = optional("lasso", LinkCodeReader::lasso, List.of());
        String experiments = optional("experiments", LinkCodeReader::experiments, "");
        int step = optional("step", bytes -> (int) whole(text(bytes), 0, Integer.MAX_VALUE), -1);
        return new Looked(report, noise, mask, selection, lasso, experiments, step);
    }

    private <T> T required(String name, Function<byte[], T> read) {
        if (!sections.containsKey(name)) {
            throw Failure.badInput("", "the section " + name, "none");
        }
        return optional(name, read);
    }

    private <T> T optional(String name, Function<byte[], T> read, T otherwise) {
        return Objects.requireNonNullElse(optional(name, read), otherwise);
    }

    /** What a section says, or null where there is none. */
    private <T> T optional(String name, Function<byte[], T> read) {
        byte[] content = sections.get(name);
        try {
            return content == null ? null : read.apply(content);
        } catch (Failure failure) {
            throw failure.at(name);
        }
    }

    private List<Place> places(String name, int dim) {
        List<float[]> points = optional(name, bytes -> points(bytes, dim), List.of());
        int[] rows = optional(name + ".rows", bytes -> rows(bytes, points.size()));
        long[] entries = optional(name + ".entries", bytes -> entries(text(bytes), points.size()));
        return IntStream.range(0, points.size())
                .mapToObj(i -> new Place(points.get(i), rows == null ? -1 : rows[i], entries == null ? -1 : entries[i]))
                .toList();
    }

    private static List<float[]> points(byte[] bytes, int dim) {
        if (bytes.length % (dim * Float.BYTES) != 0) {
            throw Failure.badInput("", "points of " + dim * Float.BYTES + " bytes", bytes.length + " bytes");
        }
        FloatBuffer from = littleEndian(bytes).asFloatBuffer();
        List<float[]> points = new ArrayList<>();
        while (from.hasRemaining()) {
            float[] z = new float[dim];
            from.get(z);
            for (float number : z) {
                finite(number);
            }
            points.add(z);
        }
        return points;
    }

    private static int[] rows(byte[] bytes, int count) {
        int[] rows = new int[count];
        littleEndian(exactly(bytes, count * Integer.BYTES)).asIntBuffer().get(rows);
        for (int row : rows) {
            if (row < -1) {
                throw Failure.badInput("", "rows from 0, or -1 for none", row);
            }
        }
        return rows;
    }

    private static long[] entries(String text, int count) {
        String[] parts = text.split(",", -1);
        if (parts.length != count) {
            throw Failure.badInput("", count + " rows", parts.length);
        }
        return Arrays.stream(parts)
                .mapToLong(part -> part.equals("none") ? -1 : whole(part, 0, LinkState.MOST_SEED))
                .toArray();
    }

    private static PlaneChoice plane(String text, List<float[]> points, int dim) {
        String[] parts = text.split(",", -1);
        int count = points.size();
        if (parts[0].equals("axes") && parts.length == 3 && count <= 1) {
            int first = (int) whole(parts[1], 0, dim - 1);
            int second = (int) whole(parts[2], 0, dim - 1);
            if (first == second) {
                throw Failure.badInput("", "two axes", "the same twice");
            }
            return new PlaneChoice.Axes(first, second, count == 0 ? null : doubles(points.get(0)));
        }
        if (text.equals("principal") && count == 0) {
            return new PlaneChoice.Principal();
        }
        if (text.equals("through") && count == 3) {
            return new PlaneChoice.Through(Matrix.ofRows(points.toArray(float[][]::new)));
        }
        if (text.equals("spanned") && count == 3) {
            return new PlaneChoice.Given(doubles(points.get(0)), doubles(points.get(1)), doubles(points.get(2)));
        }
        throw Failure.badInput(
                "",
                "principal, axes with two numbers and at most one point, or through or spanned with three points",
                "%s with %d points".formatted(quoted(text), count));
    }

    private static View view(byte[] bytes) {
        ByteBuffer from = littleEndian(exactly(bytes, 3 * Double.BYTES));
        double[] numbers = {from.getDouble(), from.getDouble(), from.getDouble()};
        Arrays.stream(numbers).forEach(LinkCodeReader::finite);
        return new View(numbers[0], numbers[1], numbers[2]);
    }

    private static List<String> layers(byte[] bytes) {
        String text = text(bytes);
        List<String> layers = text.equals("none") ? List.of() : List.of(text.split(",", -1));
        String last = "";
        for (String layer : layers) {
            String id = layer.replaceFirst("^-", "");
            boolean written = LAYER.matcher(layer).matches() && !(layer.startsWith("-") && LAYERS.contains(id));
            if (!written || id.compareTo(last) <= 0 || id.equals("none")) {
                throw Failure.badInput("", "ids of layers in their order", quoted(layer));
            }
            last = id;
        }
        return layers;
    }

    private static String colour(byte[] bytes) {
        String text = text(bytes);
        if (!COLUMN.matcher(text).matches()) {
            throw Failure.badInput("", "a column of 1 to 64 characters", quoted(text));
        }
        return text;
    }

    private static Set<Report> report(byte[] bytes) {
        String text = text(bytes);
        Set<String> words = Set.copyOf(Arrays.asList(text.split(",", -1)));
        Set<Report> found = EnumSet.noneOf(Report.class);
        for (Report one : Report.values()) {
            if (words.contains(LinkCodeWriter.id(one))) {
                found.add(one);
            }
        }
        Set<Report> shown = EnumSet.of(Report.REFINED, Report.TRUE, Report.DRAWS);
        shown.retainAll(found);
        if (shown.size() > 1 || !LinkCodeWriter.ids(Report.values(), found).equals(text)) {
            throw Failure.badInput("", "open, refine, and refined, true or draws", quoted(text));
        }
        return found;
    }

    private static String experiments(byte[] bytes) {
        String text = text(bytes);
        if (text.length() > LinkState.MOST_EXPERIMENTS
                || !EXPERIMENTS.matcher(text).matches()) {
            throw Failure.badInput("", "experiments with their settings", quoted(text));
        }
        return text;
    }

    /** The pattern of one or more of a pattern. */
    private static String listed(String one, String between) {
        return one + "(" + between + one + ")*";
    }

    private static double noise(byte[] bytes) {
        double noise = littleEndian(exactly(bytes, Double.BYTES)).getDouble();
        finite(noise);
        if (noise <= 0) {
            throw Failure.badInput("", "noise above 0", "none");
        }
        return noise;
    }

    private static int[] mask(byte[] bytes) {
        int[] runs = Wholes.read(bytes);
        if (Arrays.stream(runs).skip(1).anyMatch(run -> run == 0)) {
            throw Failure.badInput("", "runs of pixels", "an empty one");
        }
        return runs;
    }

    private static int[] selection(byte[] bytes) {
        int[] rows = Wholes.read(bytes);
        long row = 0;
        for (int i = 0; i < rows.length; i++) {
            row += rows[i];
            if (row > Integer.MAX_VALUE || (rows[i] == 0 && i > 0)) {
                throw Failure.badInput("", "ascending rows up to " + Integer.MAX_VALUE, row);
            }
            rows[i] = (int) row;
        }
        return rows;
    }

    private static List<float[]> lasso(byte[] bytes) {
        ByteBuffer from = littleEndian(bytes);
        List<float[]> outlines = new ArrayList<>();
        while (from.hasRemaining()) {
            int corners = from.remaining() < Short.BYTES ? 0 : from.getShort() & 0xffff;
            if (corners < 3 || from.remaining() < 2 * Float.BYTES * corners) {
                throw Failure.badInput("", "whole outlines of three or more corners", "another");
            }
            float[] outline = new float[2 * corners];
            for (int i = 0; i < outline.length; i++) {
                outline[i] = from.getFloat();
                finite(outline[i]);
            }
            outlines.add(outline);
        }
        return outlines;
    }

    private static SentFrames seen(byte[] bytes) {
        exactly(bytes, SentFrames.DIGITS + SentFrames.SAMPLES);
        String checksum = hex(text(Arrays.copyOf(bytes, SentFrames.DIGITS)));
        return new SentFrames(checksum, Arrays.copyOfRange(bytes, SentFrames.DIGITS, bytes.length));
    }

    private static String model(byte[] bytes) {
        String id = text(bytes);
        if (!ModelCard.isId(id)) {
            throw Failure.badInput("", "the id of a model", quoted(id));
        }
        return id;
    }

    private static String hex(String text) {
        if (!HEX.matcher(text).matches()) {
            throw Failure.badInput("", "hexadecimal digits", quoted(text));
        }
        return text;
    }

    private static long whole(String text, long least, long most) {
        long number = DIGITS.matcher(text).matches() ? Long.parseLong(text) : -1;
        if (number < least || number > most) {
            throw Failure.badInput("", "a whole number from %d to %d".formatted(least, most), quoted(text));
        }
        return number;
    }

    private static <T extends Enum<T>> T oneOf(Class<T> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> LinkCodeWriter.id(one).equals(text))
                .findFirst()
                .orElseThrow(() -> Failure.badInput("", Json.words(type), quoted(text)));
    }

    private static void finite(double number) {
        if (!Double.isFinite(number)) {
            throw Failure.badInput("", "finite numbers", number);
        }
    }

    private static byte[] exactly(byte[] bytes, int length) {
        if (bytes.length != length) {
            throw Failure.badInput("", length + " bytes", bytes.length);
        }
        return bytes;
    }

    private static String text(byte[] bytes) {
        return text(ByteBuffer.wrap(bytes));
    }

    private static String text(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw Failure.badInput("", "UTF-8 text", "other bytes").causedBy(e);
        }
    }

    private static String quoted(String text) {
        return "“" + Printable.line(text.substring(0, Math.min(MAX_SHOWN, text.length()))) + "”";
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
