package isthmus.share;

import isthmus.Failure;
import isthmus.latent.Path;
import isthmus.share.LinkState.Colour;
import isthmus.share.LinkState.Layer;
import isthmus.share.LinkState.Place;
import isthmus.share.LinkState.Seen;
import isthmus.share.LinkState.View;
import isthmus.wire.Matrix;
import isthmus.wire.PlaneChoice;
import isthmus.wire.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Reads the code of one link, as {@code server/API.md} has it, and refuses by name what is none. One thread. */
final class CodeReader {
    private static final Pattern STRANGE = Pattern.compile("[^A-Za-z0-9_-]");
    private static final int LEAST = 16; // characters

    private final BitReader from;
    private final List<float[]> known = new ArrayList<>(); // points in the order of coming
    private int dim;
    private Exponents exponents;

    private CodeReader(BitReader from) {
        this.from = from;
    }

    static LinkState read(String code) {
        byte[] bytes = bytesOf(code);
        byte[] body = Arrays.copyOf(bytes, bytes.length - Integer.BYTES);
        CRC32 found = new CRC32();
        found.update(body);
        int sum = ByteBuffer.wrap(bytes).getInt(body.length);
        if (sum != (int) found.getValue()) {
            throw Failure.badInput("expected the checksum %08x, found %08x: it is damaged or cut short"
                    .formatted(sum, found.getValue()));
        }
        LinkState shared = new CodeReader(new BitReader(body)).shared();
        if (!shared.code().equals(code)) {
            throw Failure.badInput("expected a code as Isthmus writes it, found another that says the same");
        }
        return shared;
    }

    private static byte[] bytesOf(String code) {
        Matcher strange = STRANGE.matcher(code);
        if (strange.find()) {
            throw Failure.badInput("expected letters, digits, - and _, found “%s”"
                    .formatted(Printable.shown(Character.toString(code.codePointAt(strange.start())))));
        }
        if (code.length() < LEAST || code.length() % 4 == 1) {
            throw Failure.badInput(
                    "expected a whole code, found %d characters: it is cut short".formatted(code.length()));
        }
        return Base64.getUrlDecoder().decode(code);
    }

    private LinkState shared() {
        long version = from.bits(8);
        if (version != CodeWriter.VERSION) {
            throw Failure.badInput("expected version %d, found version %d: another Isthmus made it"
                    .formatted(CodeWriter.VERSION, version));
        }
        String model = new String(bytes((int) from.bits(8)), StandardCharsets.ISO_8859_1);
        LinkState.checkModel(model);
        String hash = hex(6);
        dim = (int) from.whole("dimensions", 1, LinkState.MOST_DIMENSIONS);
        exponents = new Exponents(dim);
        Path mode = choice("path", CodeWriter.MODES, (int) from.bits(2));
        int frames = (int) from.whole("frames", 2, LinkState.MOST_FRAMES);
        long seed = from.whole("seed", 0, LinkState.MOST_SEED);
        List<Place> keyframes = new ArrayList<>();
        for (long left = from.whole("keyframes", 0, from.left()); left > 0; left--) {
            keyframes.add(place());
        }
        Place pin = from.flag() ? place() : null;
        PlaneChoice plane = plane();
        View view = from.flag() ? new View(from.real("view"), from.real("view"), from.real("view")) : null;
        Set<Layer> layers = EnumSet.noneOf(Layer.class);
        for (Layer layer : CodeWriter.LAYERS) {
            if (from.flag()) {
                layers.add(layer);
            }
        }
        Colour colour = choice("colour", CodeWriter.COLOURS, (int) from.bits(2));
        List<Integer> dimmed = new ArrayList<>();
        for (long left = from.whole("dimmed classes", 0, from.left()); left > 0; left--) {
            dimmed.add((int) from.bits(8));
        }
        Seen seen = from.flag() ? new Seen(hex(6), bytes(Seen.SAMPLES)) : null;
        return new LinkState(
                model, hash, dim, mode, frames, seed, keyframes, pin, plane, view, layers, colour, dimmed, seen);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) from.bits(8);
        }
        return bytes;
    }

    private String hex(int count) {
        return HexFormat.of().formatHex(bytes(count));
    }

    private Place place() {
        float[] z = point();
        return new Place(z, from.flag() ? (int) from.whole("row", 0, Integer.MAX_VALUE) : -1);
    }

    private float[] point() {
        if (from.flag()) {
            return known.get((int) from.whole("point", 0, known.size() - 1));
        }
        float[] z = from.singles("point", dim, exponents);
        known.add(z);
        return z;
    }

    private PlaneChoice plane() {
        int kind = (int) from.bits(3);
        return switch (kind) {
            case 0 -> null;
            case 1, 2 -> axes(kind == 2);
            case 3 -> new PlaneChoice.Principal();
            case 4 -> new PlaneChoice.Through(Matrix.ofRows(point(), point(), point()));
            case 5 -> new PlaneChoice.Given(doubles(point()), doubles(point()), doubles(point()));
            default -> throw Failure.badInput("plane: expected a kind below 6, found " + kind);
        };
    }

    private PlaneChoice axes(boolean hasOrigin) {
        int first = (int) from.whole("axis", 0, dim - 1);
        int second = (int) from.whole("axis", 0, dim - 1);
        if (first == second) {
            throw Failure.badInput("plane: expected two axes, found the same twice");
        }
        return new PlaneChoice.Axes(first, second, hasOrigin ? doubles(point()) : null);
    }

    private static <T> T choice(String name, List<T> all, int index) {
        if (index >= all.size()) {
            throw Failure.badInput("%s: expected a kind below %d, found %d".formatted(name, all.size(), index));
        }
        return all.get(index);
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
