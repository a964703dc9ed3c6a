package isthmus.convert.pt2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.convert.Agreement;
import isthmus.convert.ScriptRun;
import isthmus.torchscript.TorchScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class AtenOperatorsTest {
    @TempDir
    Path folder;

    @Test
    void eachRowOfTheTableIsTried() {
        Set<String> rows = new TreeSet<>();
        AtenOperators.all().forEach(row -> rows.add(row.name()));
        Set<String> tried = new TreeSet<>();
        AtenCases.ALL.forEach(one -> tried.add(one.operator()));
        tried.remove("relu_"); // an operator that writes into its input is the row of the one that does not
        assertEquals(rows, tried);
    }

    @Test
    void thePageOnModelsListsEachRow() throws IOException {
        String list = AtenOperators.all().stream()
                .map(AtenOperator::name)
                .filter(name -> !name.startsWith("operator ") && !name.endsWith("_functional"))
                .map(name -> '`' + name + '`')
                .collect(Collectors.joining(", "));
        Path page = Path.of(System.getProperty("isthmus.root", "..")).resolve("models/README.md");
        assertTrue(Files.readString(page).contains("\n" + list + "\n"), list);
    }

    @TestFactory
    Stream<DynamicTest> eachOperatorGivesWhatJavaComputes() {
        return AtenCases.ALL.stream().map(one -> DynamicTest.dynamicTest(one.operator(), () -> check(one)));
    }

    private void check(AtenCases.Case one) {
        int[] sides = one.x().shape().clone();
        sides[0] = -1;
        // More numbers out than in, so that it is taken for a decoder, whatever it is.
        Pt2Builder graph = new Pt2Builder().input("x", sides).output("y", -1, 1_000_000);
        one.graph().accept(graph);
        TorchScript network =
                Pt2File.read(graph.write(folder.resolve("one.pt2"))).decoder().orElseThrow();
        try (ScriptRun run = new ScriptRun(network)) {
            Agreement.check(
                    one.expected().apply(one.x()),
                    run.run(one.x().floats(), one.x().sides()).get(0),
                    one.tolerance(),
                    network.code());
        }
    }
}
