package isthmus.convert.graph;

import isthmus.Failure;
import isthmus.convert.graph.Argument.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the code in a graph from images to their reconstruction: a value through which every path goes, and where noise has
 * joined or which the author gives as an output. Immutable; any thread.
 */
final class Cut {
    private static final String HINT =
            "export the encoder (image to mean and log variance) and the decoder (code to image) as two files";

    private final Graph graph;
    private final String input;
    private final Port reconstruction;
    private final String code;

    /** @param where the file, for people */
    Cut(String where, Graph graph, Port reconstruction) {
        this.graph = graph;
        this.input = graph.inputs().get(0).value();
        this.reconstruction = reconstruction;
        this.code = code(where);
    }

    private String code(String where) {
        List<String> passages = passages();
        List<Node> draws = graph.nodes().stream().filter(Node::isRandom).toList();
        List<String> drawn =
                draws.stream().flatMap(node -> node.results().stream()).toList();
        Set<String> noisy = graph.after(drawn);
        if (noisy.contains(reconstruction.value())) {
            for (String passage : passages) {
                if (noisy.contains(passage) && !passage.equals(reconstruction.value())) {
                    long joined = drawn.stream()
                            .filter(one -> graph.after(List.of(one)).contains(passage))
                            .count();
                    if (joined > 1) {
                        throw none(where, "%d of them before the first such tensor".formatted(joined));
                    }
                    return passage;
                }
            }
            throw none(where, "noise that joins and no such tensor behind it");
        }
        Set<String> given = new HashSet<>();
        int image = graph.inputs().get(0).size().orElse(-1);
        for (Port output : graph.outputs()) {
            boolean isImage = output.size().isPresent() && output.size().getAsInt() == image;
            if (!isImage && !output.value().equals(reconstruction.value())) {
                given.add(output.value());
            }
        }
        return passages.stream()
                .filter(given::contains)
                .reduce((first, last) -> last)
                .orElseThrow(() -> none(
                        where,
                        "no noise, and none of the outputs %s such a tensor"
                                .formatted(
                                        graph.outputs().stream().map(Port::name).toList())));
    }

    private static Failure none(String where, String found) {
        return Failure.badInput(
                        where,
                        "a tensor between image and reconstruction that all paths go through, and where one draw of noise "
                                + "joins or which is an output",
                        found)
                .hint(HINT);
    }

    /** The values that every path from the input to the reconstruction goes through, in their order, without the input. */
    private List<String> passages() {
        Map<String, BigInteger> from = new HashMap<>(Map.of(input, BigInteger.ONE));
        for (Node node : graph.nodes()) {
            BigInteger paths = node.data().map(v -> paths(from, v)).reduce(BigInteger.ZERO, BigInteger::add);
            node.results().forEach(result -> from.put(result, paths));
        }
        Map<String, BigInteger> to = new HashMap<>(Map.of(reconstruction.value(), BigInteger.ONE));
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            BigInteger paths = node.results().stream().map(v -> paths(to, v)).reduce(BigInteger.ZERO, BigInteger::add);
            node.data().forEach(v -> to.merge(v, paths, BigInteger::add));
        }
        BigInteger all = paths(from, reconstruction.value());
        List<String> found = new ArrayList<>();
        for (Node node : graph.nodes()) {
            for (String v : node.results()) {
                if (all.signum() > 0 && paths(from, v).multiply(paths(to, v)).equals(all)) {
                    found.add(v);
                }
            }
        }
        return found;
    }

    private static BigInteger paths(Map<String, BigInteger> counts, String value) {
        return counts.getOrDefault(value, BigInteger.ZERO);
    }

    /** From the image to the outputs that lie before the code, or to the code's mean where there is no such output. */
    Graph encoder() {
        List<Port> outputs = isEncoderGiven() ? given() : List.of(new Port("mean", mean(), null));
        return new Graph(graph.inputs(), graph.nodes(), outputs, graph.constants());
    }

    /** Whether some of the author's outputs are the encoder's. */
    boolean isEncoderGiven() {
        return !given().isEmpty();
    }

    /** Names of the outputs that neither half gives. */
    List<String> leftOut() {
        Set<Port> kept = new HashSet<>(given());
        kept.add(reconstruction);
        return graph.outputs().stream()
                .filter(port -> !kept.contains(port))
                .map(Port::name)
                .toList();
    }

    private List<Port> given() {
        Set<String> behind = graph.after(List.of(code));
        Set<String> seen = graph.after(List.of(input));
        return graph.outputs().stream()
                .filter(port -> seen.contains(port.value()))
                .filter(port -> port.value().equals(code) || !behind.contains(port.value()))
                .toList();
    }

    /** What noise was added to, or the code itself. */
    private String mean() {
        Set<String> noisy = graph.after(graph.nodes().stream()
                .filter(Node::isRandom)
                .flatMap(node -> node.results().stream())
                .toList());
        return graph.nodes().stream()
                .filter(node -> node.results().contains(code) && node.operator().equals("add"))
                .flatMap(Node::values)
                .filter(value -> !noisy.contains(value))
                .findFirst()
                .orElse(code);
    }

    /** From the code to the reconstruction. */
    Graph decoder(String where) {
        Set<String> behind = graph.after(List.of(code));
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.results().contains(code)) {
                continue;
            }
            nodes.add(
                    readsBatch(node) && node.values().noneMatch(behind::contains)
                            ? new Node("size", List.of(new Value(code), Argument.of(0)), node.results(), node.place())
                            : node);
        }
        int[] sides = graph.outputs().stream()
                .filter(port -> port.value().equals(code))
                .findFirst()
                .map(Port::sides)
                .orElse(null);
        Graph decoder = new Graph(
                        List.of(new Port("code", code, sides)), nodes, List.of(reconstruction), graph.constants())
                .live();
        for (Node node : decoder.nodes()) {
            if (node.values().anyMatch(input::equals)) {
                throw none(where, "%s, which is needed behind the code and looks at the image".formatted(node.place()));
            }
        }
        return decoder;
    }

    private static boolean readsBatch(Node node) {
        return node.operator().equals("size")
                && node.arguments().size() == 2
                && node.arguments().get(1).equals(Argument.of(0));
    }
}
