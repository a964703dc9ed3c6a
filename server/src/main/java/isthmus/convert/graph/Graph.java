package isthmus.convert.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network as operators of PyTorch's aten. Immutable; any thread.
 *
 * @param nodes each after those whose values it takes
 * @param constants by the name of their value
 */
public record Graph(List<Port> inputs, List<Node> nodes, List<Port> outputs, Map<String, Constant> constants) {
    public Graph {
        inputs = List.copyOf(inputs);
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
    }

    /** The same without the nodes that no output needs. */
    Graph live() {
        return new Graph(inputs, needed(outputs.stream().map(Port::value).toList()), outputs, constants);
    }

    /** The nodes that these values are computed by. */
    private List<Node> needed(Collection<String> values) {
        Set<String> wanted = new HashSet<>(values);
        List<Node> kept = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (node.results().stream().anyMatch(wanted::contains)) {
                kept.add(node);
                node.values().forEach(wanted::add);
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    /** These values and all that is computed of their numbers. */
    Set<String> after(Collection<String> values) {
        Set<String> reached = new HashSet<>(values);
        for (Node node : nodes) {
            if (node.data().anyMatch(reached::contains)) {
                reached.addAll(node.results());
            }
        }
        return reached;
    }
}
