package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.latent.Noise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables are read by other programs as they were meant. */
@Beside
class TableModuleTest {
    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void everyFloatIsReadBackToTheBit() {
        Noise noise = new Noise(8, 0);
        List<Float> floats = new ArrayList<>(List.of(0f, 0.1f, -Float.MIN_VALUE, Float.MAX_VALUE, 16777215f, 1f / 3));
        while (floats.size() < 5000) {
            float value = Float.intBitsToFloat((int) noise.nextLong());
            if (Float.isFinite(value)) {
                floats.add(value);
                floats.add((float) noise.normal());
            }
        }
        List<Double> given = floats.stream().map(Float::doubleValue).toList();
        List<?> texts =
                (List<?>) pages.module("/src/csv.js").call("(m, all) => all.map((v) => m.float32Text(v))", given);
        for (int i = 0; i < floats.size(); i++) {
            assertEquals(floats.get(i), Float.parseFloat((String) texts.get(i)), "of " + floats.get(i));
        }
        assertEquals(List.of("0", "0.1"), texts.subList(0, 2));
        assertTrue(texts.stream().allMatch(text -> digits((String) text) <= 9), "nine digits always tell floats apart");
    }

    @Test
    void aTableIsJoinedByTheRowOfTheAtlasOrOfTheDataSetOrByTheFile() {
        Object joined = pages.module("/src/table.js").call("""
                (m) => {
                  const byRow = m.parse([["Row", "age", "name"], ["2", "7.5", "a"], ["0", "", "b"]]);
                  const byIndex = m.parse([["index", "age"], ["40", "1"], ["30", "-2"]]);
                  const index = Float32Array.of(30, 40, 50);
                  const byFile = m.parse([["File", "age"], ["a/one.png", "1"], ["two.png", "2"], ["b/two.png", "3"],
                    ["three.png", "4"]]);
                  const files = ["a/one.png", "a/two.png", "b/two.png", "b/three.png"]; // two of a name, one of another
                  return [Object.keys(byRow.columns).join(), byRow.by, byIndex.by, byFile.by,
                    [...m.joined(byRow, byRow.columns.age, [0, 1, 2])].map(String).join(" "),
                    [...m.joined(byIndex, byIndex.columns.age, index)].map(String).join(" "),
                    [...m.joined(byFile, byFile.columns.age, files)].map(String).join(" ")];
                }
                """);
        assertEquals(List.of("age", "row", "index", "file", "NaN NaN 7.5", "-2 1 NaN", "1 NaN 3 4"), joined);
    }

    @Test
    void aTableThatCannotBeJoinedSaysWhatWasExpected() {
        Object sentences = pages.module("/src/table.js").call("""
                (m) => [[], [["name", "age"], ["a", "1"]], [["row", "age"], ["1", "2"], ["x", "3"]],
                  [["row", "name"], ["1", "a"]]].map(m.parse)
                """);
        String key = "expected a column named row (in the atlas), index (in the data set) or file (its path or name)";
        assertEquals(
                List.of(
                        key,
                        key,
                        "expected whole numbers in the column row, found “x” in line 3",
                        "expected a column of numbers besides row"),
                sentences);
    }

    private static int digits(String number) {
        return number.replaceAll("e.*|[-.]", "").replaceAll("^0+|0+$", "").length();
    }

    @Test
    void whatIsNoNumberIsAnEmptyCell() {
        assertEquals(
                List.of("", "", ""),
                pages.module("/src/csv.js").call("(m) => [NaN, Infinity, 1e39].map((v) => m.float32Text(v))"));
    }

    @Test
    void cellsAreQuotedAsRfc4180Says() {
        assertEquals(
                "plain,\"a, b\",\"say \"\"so\"\"\"\r\n7,\"two\nlines\",\r\n",
                pages.module("/src/csv.js")
                        .call("(m) => m.csv([['plain', 'a, b', 'say \"so\"'], [7, 'two\\nlines', '']])"));
    }

    @Test
    void aTableByFileIsJoinedOnceTheNamesAreThereAndSaysWhereThereAreNone() {
        String table = """
                card.atlas.count = 3;
                part = m.create(server, dispatch);
                dispatch({ type: "table", table: { model: "a", name: "own.csv", by: "file", keys: ["b.png", "c.png"],
                  columns: { age: [7, 9] } } });
                """;
        assertEquals(List.of("file", "NaN 7 9"), asking(table + """
                const text = (from, lines) => asked[0].onFrame({ head: { from, of: 3 },
                  arrays: { file: new TextEncoder().encode(lines) } });
                text(0, "x/a.png\\nx/b.png");
                text(2, "x/c.png");
                return [asked[0].fields.name, [...state.columns["table: age"].values].map(String).join(" ")];
                """));
        assertEquals(
                List.of(1, "The data of a don't come from files. Join own.csv by row or index."), asking(table + """
                asked[0].onError(failed("NOT_FOUND"));
                await pause(60);
                return [asked.length, ...said];
                """));
    }

    private Object asking(String script) {
        return pages.module("/src/asks/column.js").call(AskBench.around(script));
    }
}
