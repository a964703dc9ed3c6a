package isthmus.share;

import isthmus.Failure;
import isthmus.share.LinkState.Looked;
import isthmus.share.LinkState.Place;
import isthmus.share.LinkState.Report;
import isthmus.share.LinkState.SentFrames;
import isthmus.share.LinkState.View;
import isthmus.wire.PlaneChoice;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Writes the code of one link: a version byte, named sections and a CRC-32, as {@code server/API.md} describes them. One
 * thread.
 */
final class LinkCodeWriter {
    static final int VERSION = 1;

    /** All sections in their order. One that would be empty is left out. */
    static final List<String> SECTIONS = List.of(
            "model",
            "version",
            "dim",
            "mode",
            "frames",
            "seed",
            "keyframes",
            "keyframes.rows",
            "keyframes.entries",
            "pin",
            "pin.rows",
            "pin.entries",
            "plane",
            "plane.points",
            "view",
            "layers",
            "colour",
            "dimmed",
            "report",
            "noise",
            "mask",
            "selection",
            "lasso",
            "experiments",
            "step",
            "seen",
            "place",
            "beside-1",
            "beside-2",
            "beside-3");

    private final LinkState state;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    LinkCodeWriter(LinkState state) {
        this.state = state;
    }

    String code() {
        out.write(VERSION);
        sections();
        CRC32 sum = new CRC32();
        sum.update(out.toByteArray());
        out.writeBytes(littleEndian(Integer.BYTES, bytes -> bytes.putInt((int) sum.getValue())));
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
        if (code.length() > LinkState.MOST_CHARACTERS) {
            throw Failure.tooLarge("link", "at most " + LinkState.MOST_CHARACTERS + " characters", code.length());
        }
        return code;
    }

    private void sections() {
        text("model", state.model());
        text("version", state.version());
        text("dim", Integer.toString(state.dim()));
        text("mode", id(state.mode()));
        text("frames", Integer.toString(state.frames()));
        text("seed", Long.toString(state.seed()));
        places("keyframes", state.keyframes());
        places("pin", state.pin() == null ? List.of() : List.of(state.pin()));
        plane(state.plane());
        View view = state.view();
        if (view != null) {
            section(
                    "view",
                    littleEndian(
                            3 * Double.BYTES,
                            bytes -> bytes.putDouble(view.x())
                                    .putDouble(view.y())
                                    .putDouble(view.span())));
        }
        text("layers", state.layers().isEmpty() ? "none" : String.join(",", state.layers()));
        text("colour", state.colour());
        List<Integer> dimmed = state.dimmed();
        section("dimmed", littleEndian(dimmed.size(), bytes -> dimmed.forEach(label -> bytes.put(label.byteValue()))));
        looked(state.looked());
        SentFrames seen = state.seen();
        if (seen != null) {
            section(
                    "seen",
                    littleEndian(
                            SentFrames.DIGITS + SentFrames.SAMPLES,
                            bytes -> bytes.put(utf8(seen.checksum())).put(seen.samples())));
        }
        text(
                "place",
                state.beside().place() == 0
                        ? ""
                        : Integer.toString(state.beside().place()));
        for (int i = 0; i < state.beside().maps().size(); i++) {
            LinkCodeWriter other = new LinkCodeWriter(state.beside().maps().get(i));
            other.sections();
            section("beside-" + (i + 1), other.out.toByteArray());
        }
    }

    /** The name of a constant as links and the page write it. */
    static String id(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String ids(Enum<?>[] all, Set<?> on) {
        return Arrays.stream(all).filter(on::contains).map(LinkCodeWriter::id).collect(Collectors.joining(","));
    }

    private void looked(Looked looked) {
        text("report", ids(Report.values(), looked.report()));
        if (looked.noise() > 0) {
            section("noise", littleEndian(Double.BYTES, bytes -> bytes.putDouble(looked.noise())));
        }
        section("mask", Wholes.bytes(looked.mask()));
        int[] steps = looked.selection().clone();
        for (int i = steps.length - 1; i > 0; i--) {
            steps[i] -= steps[i - 1];
        }
        section("selection", Wholes.bytes(steps));
        int corners =
                looked.lasso().stream().mapToInt(outline -> outline.length).sum();
        section("lasso", littleEndian(Short.BYTES * looked.lasso().size() + Float.BYTES * corners, bytes -> {
            for (float[] outline : looked.lasso()) {
                bytes.putShort((short) (outline.length / 2));
                for (float number : outline) {
                    bytes.putFloat(number);
                }
            }
        }));
        text("experiments", looked.experiments());
        text("step", looked.step() < 0 ? "" : Integer.toString(looked.step()));
    }

    private void places(String name, List<Place> places) {
        points(name, places.stream().map(Place::z).toList());
        if (places.stream().anyMatch(place -> place.row() >= 0)) {
            section(
                    name + ".rows",
                    littleEndian(
                            places.size() * Integer.BYTES,
                            bytes -> places.forEach(place -> bytes.putInt(place.row()))));
        }
        if (places.stream().anyMatch(place -> place.entry() >= 0)) {
            text(
                    name + ".entries",
                    places.stream()
                            .map(place -> place.entry() < 0 ? "none" : Long.toString(place.entry()))
                            .collect(Collectors.joining(",")));
        }
    }

    private void plane(PlaneChoice plane) {
        if (plane instanceof PlaneChoice.Axes axes) {
            text("plane", "axes,%d,%d".formatted(axes.first(), axes.second()));
            points("plane.points", axes.origin() == null ? List.of() : List.of(floats(axes.origin())));
        } else if (plane instanceof PlaneChoice.Principal) {
            text("plane", "principal");
        } else if (plane instanceof PlaneChoice.Through through) {
            text("plane", "through");
            points("plane.points", List.of(through.points().values()));
        } else if (plane instanceof PlaneChoice.Given given) {
            text("plane", "spanned");
            points("plane.points", List.of(floats(given.origin()), floats(given.first()), floats(given.second())));
        }
    }

    private void points(String name, List<float[]> points) {
        int length = points.stream().mapToInt(z -> z.length * Float.BYTES).sum();
        section(name, littleEndian(length, bytes -> {
            for (float[] z : points) {
                for (float number : z) {
                    bytes.putFloat(number);
                }
            }
        }));
    }

    private void text(String name, String content) {
        section(name, utf8(content));
    }

    private void section(String name, byte[] content) {
        if (content.length > 0) {
            out.write(name.length());
            out.writeBytes(utf8(name));
            out.writeBytes(littleEndian(Short.BYTES, bytes -> bytes.putShort((short) content.length)));
            out.writeBytes(content);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] littleEndian(int length, Consumer<ByteBuffer> fill) {
        byte[] bytes = new byte[length];
        fill.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
