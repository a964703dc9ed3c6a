package isthmus.model;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.latent.Codebook;
import isthmus.latent.ContextNetwork;
import isthmus.latent.Dense;
import isthmus.latent.FlowMatching;
import isthmus.latent.VelocityNetwork;
import isthmus.npz.NpzReader;
import isthmus.npz.NpzWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The arrays of priors that have a network of dense layers: {@code weight0} (out, in), {@code bias0} (out), {@code weight1}
 * and so on. Any thread.
 */
final class NetworkPriors {
    private static final int MOST_LAYERS = 16;

    private NetworkPriors() {}

    static void write(Path path, FlowMatching flow) throws IOException {
        WholeFile.write(path, out -> write(out, flow));
    }

    static void write(OutputStream out, FlowMatching flow) throws IOException {
        int dim = flow.dim();
        NpzWriter zip = new NpzWriter(out).add("offset", flow.offset(), dim).add("scale", flow.scale(), dim);
        write(zip, flow.velocity().layers());
    }

    static void write(Path path, Codebook codebook) throws IOException {
        int numbers = codebook.dim() / codebook.places();
        WholeFile.write(path, out -> {
            NpzWriter zip =
                    new NpzWriter(out).add("entries", codebook.entries(), codebook.entries().length / numbers, numbers);
            write(zip, codebook.network().layers());
        });
    }

    private static void write(NpzWriter zip, List<Dense> layers) throws IOException {
        for (int l = 0; l < layers.size(); l++) {
            Dense layer = layers.get(l);
            int out = layer.bias().length;
            zip.add("weight" + l, layer.weight(), out, layer.weight().length / out);
            zip.add("bias" + l, layer.bias(), out);
        }
        zip.finish();
    }

    static FlowMatching flow(NpzReader zip, int dim) throws IOException {
        return new FlowMatching(
                new VelocityNetwork(dim, layers(zip)), zip.floats("offset", dim), zip.floats("scale", dim));
    }

    static Codebook codebook(NpzReader zip, int dim) throws IOException {
        float[] entries = zip.floats("entries", NpzReader.ANY, NpzReader.ANY);
        int numbers = zip.shape("entries")[1];
        if (numbers < 1 || dim % numbers != 0) {
            throw Failure.badInput("entries", "numbers of which a code of %d has a multiple".formatted(dim), numbers);
        }
        int places = dim / numbers;
        return new Codebook(entries, numbers, places, new ContextNetwork(layers(zip), places));
    }

    private static List<Dense> layers(NpzReader zip) throws IOException {
        List<Dense> layers = new ArrayList<>();
        for (int l = 0; l < MOST_LAYERS && zip.has("weight" + l); l++) {
            float[] weight = zip.floats("weight" + l, NpzReader.ANY, NpzReader.ANY);
            layers.add(new Dense(weight, zip.floats("bias" + l, zip.shape("weight" + l)[0])));
        }
        return layers;
    }
}
