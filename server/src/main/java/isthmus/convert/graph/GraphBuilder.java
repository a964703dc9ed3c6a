package isthmus.convert.graph;

import isthmus.convert.graph.Argument.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Collects the nodes of a graph as a reader comes to them. One thread. */
public final class GraphBuilder {
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Constant> constants = new HashMap<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private String place = "";

    /** Where the nodes that follow stand in the author's file. */
    public void at(String words) {
        place = words;
    }

    public String place() {
        return place;
    }

    /** A sentence for the person who imports; said once. */
    public void remark(String sentence) {
        remarks.add(sentence);
    }

    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    public Value aten(String operator, Argument... arguments) {
        return several(1, operator, arguments).get(0);
    }

    /** A call that gives a list or a tuple of so many parts. */
    public List<Value> several(int results, String operator, Argument... arguments) {
        List<String> names = IntStream.range(0, results)
                .mapToObj(i -> "node " + nodes.size() + " " + i)
                .toList();
        nodes.add(new Node(operator, Arrays.asList(arguments), names, place));
        return names.stream().map(Value::new).toList();
    }

    public Value constant(Constant constant) {
        String name = "constant " + constants.size();
        constants.put(name, constant);
        return new Value(name);
    }

    /** An input of the graph, which no node gives. */
    public static Value input(int index) {
        return new Value("input " + index);
    }

    public Graph graph(List<Port> inputs, List<Port> outputs) {
        return new Graph(inputs, nodes, outputs, Map.copyOf(constants));
    }
}
