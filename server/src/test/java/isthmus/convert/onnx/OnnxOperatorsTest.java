package isthmus.convert.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.convert.Agreement;
import isthmus.convert.ConvertedModel;
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

class OnnxOperatorsTest {
    @TempDir
    Path folder;

    @Test
    void eachRowOfTheTableIsTried() {
        Set<String> rows = new TreeSet<>();
        OnnxOperators.all().forEach(row -> rows.add(row.name()));
        Set<String> tried = new TreeSet<>();
        OnnxCases.ALL.forEach(one -> tried.add(one.operator()));
        assertEquals(rows, tried);
    }

    @Test
    void thePageOnModelsListsEachRow() throws IOException {
        String list = OnnxOperators.all().stream()
                .map(OnnxOperator::name)
                .map(name -> '`' + name + '`')
                .collect(Collectors.joining(", "));
        Path page = Path.of(System.getProperty("isthmus.root", "..")).resolve("models/README.md");
        assertTrue(Files.readString(page).contains("\n" + list + "\n"), list);
    }

    @TestFactory
    Stream<DynamicTest> eachOperatorGivesWhatJavaComputes() {
        return OnnxCases.ALL.stream().map(one -> DynamicTest.dynamicTest(one.operator(), () -> check(one)));
    }

    private void check(OnnxCases.Case one) {
        OnnxBuilder graph = new OnnxBuilder();
        int[] sides = one.x().shape().clone();
        sides[0] = -1;
        // More numbers out than in, so that it is taken for a decoder, whatever it is.
        graph.input("x", sides).output("y", -1, 1_000_000);
        one.graph().accept(graph);
        ConvertedModel model = OnnxFile.read(graph.write(folder.resolve("one.onnx")));
        TorchScript network = model.decoder().orElseThrow();
        try (ScriptRun run = new ScriptRun(network)) {
            Agreement.check(
                    one.expected().apply(one.x()),
                    run.run(one.x().floats(), one.x().sides()).get(0),
                    one.tolerance(),
                    network.code());
        }
    }
}
