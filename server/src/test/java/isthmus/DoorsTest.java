package isthmus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DoorsTest {
    private static final Path SOURCES = Path.of(System.getProperty("isthmus.root", ".."), "server/src/main/java");

    private static void assertBreaks(String rule, String text) {
        List<String> broken = Doors.broken("Some.java", text);
        assertEquals(1, broken.size(), broken + " in " + text);
        assertTrue(broken.get(0).contains(rule), broken.get(0));
    }

    private static void assertKeeps(String text) {
        assertEquals(List.of(), Doors.broken("Some.java", text));
    }

    @Test
    void everySourceKeepsTheRules() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(SOURCES)) {
            files = walk.filter(path -> path.toString().endsWith(".java")).toList();
        }
        assertTrue(files.contains(SOURCES.resolve("isthmus/Failure.java")), "the sources were found");
        List<String> broken = new ArrayList<>();
        for (Path file : files) {
            broken.addAll(Doors.broken(SOURCES.relativize(file).toString(), Files.readString(file)));
        }
        assertEquals("", String.join("\n", broken));
    }

    @Test
    void theEngineOutsideItsRoomsIsCaught() {
        assertBreaks(
                "uses ai.djl.ndarray.NDArray,", "package isthmus.evaluate; import ai.djl.ndarray.NDArray; class A {}");
        assertBreaks("ai.djl.ndarray", "package isthmus.inference; import ai.djl.ndarray.*; class A {}");
        assertBreaks(
                "ai.djl.Model.newInstance", "package isthmus; class A { Object m = ai.djl.Model.newInstance(\"\"); }");
        assertBreaks("ai.djl.Model", "package isthmus.cli; class A { ai\n    .djl /* engine */ . Model m; }");
        assertBreaks("ai.djl.Model", "package isthmus.cli; import static ai.djl.Model.newInstance; class A {}");
        assertKeeps("package isthmus.train; import ai.djl.Model; class A {}");
        assertKeeps("package isthmus.inference.torch; import ai.djl.Model; class A { ai.djl.Device d; }");
    }

    @Test
    void whatStandsInStringsAndCommentsIsNoUse() {
        assertKeeps("package isthmus.model; class A { String s = \"ai.djl.offline\"; char c = '\"'; } // ai.djl.Model");
        assertKeeps("package isthmus.model; /** See {@link ai.djl.Model}. */ class A { String s = \"\\\"ai.djl.x\"; }");
        assertKeeps("package isthmus.model; class A { String s = \"\"\"\n  an \"ai.djl.x\"\n  \"\"\"; }");
        assertBreaks("ai.djl.Model", "package isthmus.model; class A { String s = \"//\"; ai.djl.Model m; }");
        assertBreaks(
                "ai.djl.Model", "package isthmus.model; class A { char c = '\"'; ai.djl.Model m; char d = '\"'; }");
        assertBreaks("ai.djl.Model", "package isthmus.model; class A { String s = \"/*\"; ai.djl.Model m; /* */ }");
    }

    @Test
    void theWebServerOutsideItsRoomsIsCaught() {
        assertBreaks("io.javalin.Javalin", "package isthmus.wire; import io.javalin.Javalin; class A {}");
        assertBreaks("io.javalin.Javalin", "package isthmus; class Settings { io.javalin.Javalin j; }");
        assertKeeps("package isthmus.http; import io.javalin.Javalin; class A {}");
        assertKeeps("package isthmus.live; import io.javalin.websocket.WsContext; class A {}");
        assertEquals(
                List.of(),
                Doors.broken("isthmus/Main.java", "package isthmus; import io.javalin.Javalin; class Main {}"));
    }

    @Test
    void aPureRoomThatUsesAnotherIsCaught() {
        assertBreaks("isthmus.image.Shape", "package isthmus.latent; import isthmus.image.Shape; class A {}");
        assertBreaks("isthmus.Settings", "package isthmus.image; import isthmus.Settings; class A {}");
        assertBreaks("isthmus.model.ModelCard", "package isthmus.image; class A { isthmus.model.ModelCard c; }");
        assertBreaks("isthmus.Failures", "package isthmus.image; import isthmus.Failures; class A {}");
        assertKeeps("package isthmus.latent; import isthmus.Failure; import isthmus.latent.Noise; class A {}");
        assertKeeps("package isthmus.image; import static isthmus.Failure.badInput; import java.awt.Image; class A {}");
    }

    @Test
    void anyUseOfMainOrTheCommandsIsCaught() {
        assertBreaks("isthmus.Main", "package isthmus.cli; import isthmus.Main; class A {}");
        assertBreaks("isthmus.Main", "package isthmus.http; class A { void a() { isthmus.Main.main(null); } }");
        assertBreaks("Main", "package isthmus; class Settings { Main main; }");
        assertBreaks("isthmus.*", "package isthmus.http; import isthmus.*; class A {}");
        assertBreaks("isthmus.cli.TrainCommand", "package isthmus.http; import isthmus.cli.TrainCommand; class A {}");
        assertBreaks("isthmus.cli", "package isthmus; class Settings { isthmus.cli.TrainCommand c; }");
        assertKeeps("package isthmus.cli; import isthmus.cli.TrainCommand; class A {}");
        assertEquals(
                List.of(),
                Doors.broken(
                        "isthmus/Main.java",
                        "package isthmus; import isthmus.cli.TrainCommand; class Main { Main m; }"));
    }

    @Test
    void aRoomThatIsNotOfTheHouseIsCaught() {
        assertBreaks("no room", "package isthmus.common; class A {}");
        assertBreaks("no room", "class A {}");
    }

    @Test
    void aNameThatSaysNothingIsCaught() {
        assertBreaks("ModelManager", "package isthmus.model; final class ModelManager {}");
        assertBreaks("Utils", "package isthmus.model; interface Utils {}");
        assertBreaks("PathHelper", "package isthmus.model; class A { record PathHelper(int a) {} }");
        assertBreaks("VaeImpl", "package isthmus.model; enum VaeImpl { A }");
        assertBreaks("UtilBox", "package isthmus.model; class UtilBox {}");
        assertKeeps("package isthmus.model; class Implicit { Utility managerOf; } // class Manager");
    }

    @Test
    void aLongFileNeedsItsReason() {
        String text = "package isthmus.model;\nclass A {\n" + "\n".repeat(Doors.LONG - 3) + "}\n";
        assertKeeps(text);
        String longer = text.replace("}\n", "\n}\n");
        assertBreaks("401 lines", longer);
        assertKeeps("// Long because a table is easier to read whole.\n" + longer);
        assertBreaks("402 lines", longer + "// Long because\n");
    }
}
