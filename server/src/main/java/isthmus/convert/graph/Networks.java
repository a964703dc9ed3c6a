package isthmus.convert.graph;

import isthmus.Failure;
import isthmus.convert.ConvertedModel;
import isthmus.convert.Examples;
import isthmus.image.Shape;
import isthmus.torchscript.TorchScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tells which network a graph is, encoder, decoder or both in one, and writes it. Any thread. */
public final class Networks {
    private static final int MOST_CHANNELS = 4; // as a model's card allows

    private Networks() {}

    /** @param where the file, for people */
    public static ConvertedModel of(String where, Graph all, Optional<Examples> examples, List<String> said) {
        Graph graph = withOneInput(where, all.live());
        List<String> remarks = new ArrayList<>(said);
        Port input = graph.inputs().get(0);
        OptionalInt batch = input.batch();
        if (batch.isPresent()) {
            FreeBatch.Freed freed = FreeBatch.of(graph, batch.getAsInt());
            graph = freed.graph();
            String follow =
                    freed.changed() == 0 ? "" : "; %d of its shapes now follow the batch".formatted(freed.changed());
            remarks.add("The file was exported for batches of %d%s.".formatted(batch.getAsInt(), follow));
        }
        Optional<Port> reconstruction = reconstruction(graph);
        if (reconstruction.isPresent()) {
            Cut cut = new Cut(where, graph, reconstruction.get());
            TorchScript encoder = write("Encoder", cut.encoder());
            TorchScript decoder = write("Decoder", cut.decoder(where));
            remarks.add("The file holds encoder and decoder in one graph, which was cut at the code.");
            List<String> others = cut.leftOut();
            if (!others.isEmpty()) {
                remarks.add("Of what is computed of the code, the decoder gives '%s' alone, without %s."
                        .formatted(reconstruction.get().name(), String.join(", ", others)));
            }
            if (!cut.isEncoderGiven()) {
                remarks.add("None of the file's outputs is the encoder's: its mean is what noise is added to.");
            }
            return new ConvertedModel(
                    Optional.of(encoder),
                    Optional.of(decoder),
                    image(input),
                    Optional.empty(),
                    examples,
                    batch,
                    remarks);
        }
        boolean decoder = isDecoder(where, graph);
        return decoder
                ? new ConvertedModel(
                        Optional.empty(),
                        Optional.of(write("Decoder", graph)),
                        image(graph.outputs().get(0)),
                        Optional.empty(),
                        examples,
                        batch,
                        remarks)
                : new ConvertedModel(
                        Optional.of(write("Encoder", graph)),
                        Optional.empty(),
                        image(input),
                        Optional.empty(),
                        examples,
                        batch,
                        remarks);
    }

    private static TorchScript write(String name, Graph graph) {
        return new GraphWriter(graph).write(name);
    }

    private static Graph withOneInput(String where, Graph graph) {
        Set<String> used = Stream.concat(
                        graph.nodes().stream().flatMap(Node::values),
                        graph.outputs().stream().map(Port::value))
                .collect(Collectors.toSet());
        List<Port> inputs = graph.inputs().stream()
                .filter(input -> used.contains(input.value()))
                .toList();
        if (inputs.size() != 1) {
            throw Failure.badInput(
                            where,
                            "a network with one input, images or codes",
                            inputs.isEmpty() ? "none that an output depends on" : "the inputs " + named(inputs))
                    .hint("export the network so that it takes nothing else");
        }
        return new Graph(inputs, graph.nodes(), graph.outputs(), graph.constants());
    }

    /** The first output that is as large as the input, as far as is known, and so an image for an image. */
    private static Optional<Port> reconstruction(Graph graph) {
        Port input = graph.inputs().get(0);
        return graph.outputs().stream()
                .filter(output -> isAsLarge(graph, input, output))
                .findFirst();
    }

    private static boolean isAsLarge(Graph graph, Port input, Port output) {
        if (input.size().isPresent() && output.size().isPresent()) {
            return input.size().equals(output.size());
        }
        boolean sameSides = input.rank() > 2
                && output.rank() == input.rank()
                && IntStream.range(1, input.rank())
                        .allMatch(i -> output.sides()[i] < 0 || output.sides()[i] == input.sides()[i]);
        boolean codeToo = graph.outputs().stream().anyMatch(other -> other.rank() > 0 && other.rank() < input.rank());
        return sameSides && (codeToo || (grows(graph) && shrinks(graph)));
    }

    private static boolean isDecoder(String where, Graph graph) {
        Port input = graph.inputs().get(0);
        Port output = graph.outputs().get(0);
        if (input.size().isPresent() && output.size().isPresent()) {
            return input.size().getAsInt() < output.size().getAsInt();
        }
        if (input.rank() > 0 && output.rank() > 0 && input.rank() != output.rank()) {
            return input.rank() < output.rank();
        }
        OptionalInt width = width(graph);
        if (input.size().isPresent() && output.rank() == 2 && width.isPresent()) {
            return input.size().getAsInt() < width.getAsInt();
        }
        if (grows(graph) != shrinks(graph)) {
            return grows(graph);
        }
        throw Failure.badInput(
                        where,
                        "shapes that tell images from codes",
                        "an input %s and an output %s".formatted(input, output))
                .hint("export with fixed sides, and with no axis dynamic but the batch");
    }

    /** How many numbers a row has behind the last dense layer. */
    private static OptionalInt width(Graph graph) {
        OptionalInt width = OptionalInt.empty();
        for (Node node : graph.nodes()) {
            if (node.operator().matches("linear|matmul") && node.arguments().size() > 1) {
                Constant weights = node.arguments()
                        .get(1)
                        .values()
                        .findFirst()
                        .map(graph.constants()::get)
                        .orElse(null);
                if (weights != null && weights.shape().length == 2) {
                    width = OptionalInt.of(weights.shape()[node.operator().equals("linear") ? 0 : 1]);
                }
            }
        }
        return width;
    }

    /** Whether there is a layer that makes images larger. */
    private static boolean grows(Graph graph) {
        return graph.nodes().stream()
                .anyMatch(node -> node.operator().matches("_?upsample.*|pixel_shuffle|conv_transpose.*"));
    }

    /** Whether there is a layer that makes images smaller. */
    private static boolean shrinks(Graph graph) {
        return graph.nodes().stream()
                .anyMatch(node -> node.operator().matches("(max|avg|adaptive_avg)_pool.*|pixel_unshuffle")
                        || (node.operator().matches("conv[123]d")
                                && node.arguments().size() > 3
                                && !node.arguments().get(3).text(name -> name).matches("[\\[, 1\\]]*")));
    }

    private static Optional<Shape> image(Port port) {
        int[] sides = port.sides();
        if (sides == null || sides.length < 3 || sides.length > 4 || port.size().isEmpty()) {
            return Optional.empty();
        }
        if (sides.length == 3) {
            return Optional.of(new Shape(1, sides[1], sides[2]));
        }
        boolean last = (sides[1] > MOST_CHANNELS) && (sides[3] <= MOST_CHANNELS);
        return Optional.of(last ? new Shape(sides[3], sides[1], sides[2]) : new Shape(sides[1], sides[2], sides[3]));
    }

    private static String named(List<Port> ports) {
        return ports.stream().map(Port::toString).collect(Collectors.joining(", "));
    }
}
