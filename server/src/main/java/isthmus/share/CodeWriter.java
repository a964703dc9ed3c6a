package isthmus.share;

import isthmus.latent.Path;
import isthmus.share.LinkState.Colour;
import isthmus.share.LinkState.Layer;
import isthmus.share.LinkState.Place;
import isthmus.wire.PlaneChoice;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Writes the code of one link, as {@code server/API.md} has it. One thread. */
final class CodeWriter {
    static final int VERSION = 1;

    /** The numbers of ways between keyframes in a code. */
    static final List<Path> MODES = List.of(Path.LERP, Path.SLERP);

    /** The numbers of what points are coloured by. */
    static final List<Colour> COLOURS = List.of(Colour.CLASS, Colour.KL, Colour.RECONSTRUCTION, Colour.ELBO);

    /** Whose flags come one after the other. */
    static final List<Layer> LAYERS = List.of(Layer.MANIFOLD, Layer.POINTS, Layer.ELLIPSES, Layer.PRIOR, Layer.DENSITY);

    private final LinkState shared;
    private final BitWriter out = new BitWriter();
    private final Exponents exponents;
    private final Map<IntBuffer, Integer> known = new HashMap<>(); // numbers of the points, by their bits

    CodeWriter(LinkState shared) {
        this.shared = shared;
        exponents = new Exponents(shared.dim());
    }

    String code() {
        out.bits(VERSION, 8);
        byte[] model = shared.model().getBytes(StandardCharsets.US_ASCII);
        out.bits(model.length, 8);
        bytes(model);
        bytes(HexFormat.of().parseHex(shared.hash()));
        out.whole(shared.dim());
        out.bits(MODES.indexOf(shared.mode()), 2);
        out.whole(shared.frames());
        out.whole(shared.seed());
        out.whole(shared.keyframes().size());
        shared.keyframes().forEach(this::place);
        out.flag(shared.pin() != null);
        if (shared.pin() != null) {
            place(shared.pin());
        }
        plane(shared.plane());
        out.flag(shared.view() != null);
        if (shared.view() != null) {
            out.real(shared.view().x());
            out.real(shared.view().y());
            out.real(shared.view().span());
        }
        for (Layer layer : LAYERS) {
            out.flag(shared.layers().contains(layer));
        }
        out.bits(COLOURS.indexOf(shared.colour()), 2);
        out.whole(shared.dimmed().size());
        shared.dimmed().forEach(label -> out.bits(label, 8));
        out.flag(shared.seen() != null);
        if (shared.seen() != null) {
            bytes(HexFormat.of().parseHex(shared.seen().hash()));
            bytes(shared.seen().samples());
        }
        return sealed(out.bytes());
    }

    private static String sealed(byte[] body) {
        CRC32 sum = new CRC32();
        sum.update(body);
        ByteBuffer all = ByteBuffer.allocate(body.length + Integer.BYTES);
        all.put(body).putInt((int) sum.getValue());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all.array());
    }

    private void bytes(byte[] some) {
        for (byte one : some) {
            out.bits(one, 8);
        }
    }

    private void place(Place place) {
        point(place.z());
        out.flag(place.row() >= 0);
        if (place.row() >= 0) {
            out.whole(place.row());
        }
    }

    /** A point that was there before is told by its number, for a path often comes back. */
    private void point(float[] z) {
        Integer before = known.putIfAbsent(bits(z), known.size());
        out.flag(before != null);
        if (before != null) {
            out.whole(before);
        } else {
            out.singles(z, exponents);
        }
    }

    /** By which −0 is another number than 0. */
    private static IntBuffer bits(float[] z) {
        IntBuffer bits = IntBuffer.allocate(z.length);
        for (float number : z) {
            bits.put(Float.floatToRawIntBits(number));
        }
        return bits.flip();
    }

    private void plane(PlaneChoice plane) {
        if (plane == null) {
            out.bits(0, 3);
        } else if (plane instanceof PlaneChoice.Axes axes) {
            out.bits(axes.origin() == null ? 1 : 2, 3);
            out.whole(axes.first());
            out.whole(axes.second());
            if (axes.origin() != null) {
                point(floats(axes.origin()));
            }
        } else if (plane instanceof PlaneChoice.Principal) {
            out.bits(3, 3);
        } else if (plane instanceof PlaneChoice.Through through) {
            out.bits(4, 3);
            for (int i = 0; i < 3; i++) {
                point(through.points().row(i));
            }
        } else if (plane instanceof PlaneChoice.Given given) {
            out.bits(5, 3);
            point(floats(given.origin()));
            point(floats(given.first()));
            point(floats(given.second()));
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
