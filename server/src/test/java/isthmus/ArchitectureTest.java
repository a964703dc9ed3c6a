package isthmus;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import isthmus.data.DataSets;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.Socket;
import java.net.URLConnection;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table "Who may touch what" of ARCHITECTURE.md, as far as compiled code can show it. Each rule is shown to find a
 * violation that is compiled for it.
 */
@AnalyzeClasses(packages = "isthmus", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Path ROOT = Path.of(System.getProperty("isthmus.root", ".."));

    private static final DescribedPredicate<JavaClass> NETWORKING = resideInAPackage("java.net.http..")
            .or(assignableTo(URLConnection.class))
            .or(assignableTo(Socket.class))
            .as("connections to elsewhere");

    private static final DescribedPredicate<JavaClass> CALLERS =
            packages("client", "bench").or(type("data.Download"));

    @ArchTest
    static final ArchRule ENGINE = only(resideInAPackage("ai.djl.."), packages("inference.torch", "train"));

    @ArchTest
    static final ArchRule WEB_SERVER =
            only(resideInAPackage("io.javalin.."), packages("http", "live").or(type("Main")));

    @ArchTest
    static final ArchRule JETTY = only(resideInAPackage("org.eclipse.jetty.."), packages("http", "live"));

    @ArchTest
    static final ArchRule RASTERS =
            only(resideInAnyPackage("java.awt..", "javax.imageio.."), packages("image", "share", "drawing"));

    @ArchTest
    static final ArchRule PDF =
            only(resideInAnyPackage("org.apache.pdfbox..", "org.apache.fontbox.."), packages("drawing"));

    @ArchTest
    static final ArchRule ONNX = only(resideInAPackage("com.google.protobuf.."), packages("convert.onnx"));

    @ArchTest
    static final ArchRule COLUMN_FILES =
            only(resideInAnyPackage("org.apache.parquet..", "org.apache.hadoop.."), packages("columns"));

    @ArchTest
    static final ArchRule METERS = only(resideInAPackage("io.micrometer.."), type("Meters"));

    @ArchTest
    static final ArchRule CACHES = only(resideInAPackage("com.github.benmanes.caffeine.."), packages("live", "share"));

    @ArchTest
    static final ArchRule MODEL_FILES = only(
            type("WholeFile"),
            packages("model", "atlas", "columns", "history", "train", "train.jobs", "torchscript", "importing", "cli"));

    @ArchTest
    static final ArchRule NETWORK = only(NETWORKING, CALLERS);

    /** The web server has channels too, of those who called. */
    @ArchTest
    static final ArchRule CHANNELS = noClasses()
            .that(not(CALLERS))
            .should()
            .callMethodWhere(describe("opens a connection", ArchitectureTest::opens));

    @ArchTest
    static final ArchRule DOWNLOADS = noClasses()
            .that(not(packages("cli", "data")))
            .should()
            .callMethodWhere(
                    describe("downloads a data set or reads one at any path", ArchitectureTest::isForCommands));

    @ArchTest
    static final ArchRule CLIENT = only(packages("client"), packages("client", "bench"));

    @ArchTest
    static final ArchRule CLIENT_BY_ITSELF = usesNoOther("client");

    @ArchTest
    static final ArchRule LATENT_BY_ITSELF = usesNoOther("latent");

    @ArchTest
    static final ArchRule IMAGE_BY_ITSELF = usesNoOther("image");

    @ArchTest
    static final ArchRule MAIN = only(type("Main"), packages());

    @ArchTest
    static final ArchRule COMMANDS = only(packages("cli"), packages("cli").or(type("Main")));

    @ArchTest
    static final ArchRule CHECKS = only(packages("check"), packages("cli"));

    @ArchTest
    static final ArchRule MODEL_BELOW_ATLAS =
            noClasses().that(packages("model")).should().dependOnClassesThat(packages("atlas"));

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("isthmus.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NAMES = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Utils?|Helper|Impl)([^a-z].*)?")
            .orShould()
            .haveNameMatching(
                    ".*[.$](House|Ground|Running|Turns|Rungs|Groups|Bumps|Standing|Slopes|Sketch|Cartographer)");

    /** What somebody might write: the rule that it breaks, and its source. */
    private record Violation(ArchRule rule, String name, String source) {}

    private static final List<Violation> VIOLATIONS = List.of(
            new Violation(ENGINE, "evaluate.Tensors", "class Tensors { ai.djl.ndarray.NDArray a; }"),
            new Violation(WEB_SERVER, "wire.Page", "class Page { Object a = io.javalin.Javalin.create(); }"),
            new Violation(JETTY, "share.Raw", "class Raw { org.eclipse.jetty.server.Server a; }"),
            new Violation(RASTERS, "http.Drawing", "class Drawing { java.awt.Color a; }"),
            new Violation(RASTERS, "data.Reader", "class Reader { javax.imageio.ImageReader a; }"),
            new Violation(PDF, "http.Printed", "class Printed { org.apache.pdfbox.pdmodel.PDDocument a; }"),
            new Violation(ONNX, "convert.Message", "class Message { com.google.protobuf.ByteString a; }"),
            new Violation(COLUMN_FILES, "data.Table", "class Table { org.apache.parquet.schema.MessageType a; }"),
            new Violation(METERS, "live.Tally", "class Tally { io.micrometer.core.instrument.Counter a; }"),
            new Violation(CACHES, "http.Kept", "class Kept { com.github.benmanes.caffeine.cache.Cache<?, ?> a; }"),
            new Violation(MODEL_FILES, "live.Writer", "class Writer { Class<?> a = isthmus.WholeFile.class; }"),
            new Violation(NETWORK, "live.Caller", "class Caller { Object a = new java.net.Socket(); }"),
            new Violation(
                    CHANNELS,
                    "live.Opener",
                    "class Opener { Object a() throws Exception { return java.nio.channels.SocketChannel.open(); } }"),
            new Violation(NETWORK, "data.Asker", "class Asker { java.net.http.HttpClient a; }"),
            new Violation(
                    DOWNLOADS, "live.Fetch", "class Fetch { Object a = isthmus.data.DataSets.fetch(\"\", null); }"),
            new Violation(CLIENT, "live.Peer", "class Peer { isthmus.client.LiveClient a; }"),
            new Violation(CLIENT_BY_ITSELF, "client.Echo", "class Echo { isthmus.Settings a; }"),
            new Violation(LATENT_BY_ITSELF, "latent.Grey", "class Grey { isthmus.image.Shape a; }"),
            new Violation(IMAGE_BY_ITSELF, "image.Tint", "class Tint { isthmus.Settings a; }"),
            new Violation(MAIN, "http.Restart", "class Restart { Class<?> a = isthmus.Main.class; }"),
            new Violation(COMMANDS, "http.Shell", "class Shell { isthmus.cli.ServeCommand a; }"),
            new Violation(CHECKS, "http.Health", "class Health { isthmus.check.Claim a; }"),
            new Violation(MODEL_BELOW_ATLAS, "model.Rows", "class Rows { isthmus.atlas.Atlas a; }"),
            new Violation(NO_CYCLES, "share.There", "public class There { Class<?> a = isthmus.model.Back.class; }"),
            new Violation(NO_CYCLES, "model.Back", "public class Back { Class<?> a = isthmus.share.There.class; }"),
            new Violation(NAMES, "model.UtilBox", "class UtilBox {}"),
            new Violation(NAMES, "model.Ground", "enum Ground { A }"),
            new Violation(NAMES, "model.PathHelper", "class Paths { record PathHelper(int a) {} }"));

    /** What looks like a violation and is none. */
    private static final Map<String, String> INNOCENT = Map.of(
            "latent.Mean", "class Mean { isthmus.Failure a; isthmus.Failure.Kind b; }",
            "train.Step", "class Step { ai.djl.ndarray.NDArray a; }",
            "cli.Start", "class Start { Object a = isthmus.data.DataSets.fetch(\"\", null); }",
            "model.Implicit", "class Implicit { int managerOf; static class RunningMean {} }");

    private static DescribedPredicate<JavaClass> packages(String... names) {
        return resideInAnyPackage(
                Arrays.stream(names).map(name -> "isthmus." + name).toArray(String[]::new));
    }

    /** A class and those within it. */
    private static DescribedPredicate<JavaClass> type(String name) {
        return belongTo(describe(name, one -> one.getName().equals("isthmus." + name)));
    }

    private static ArchRule only(DescribedPredicate<JavaClass> what, DescribedPredicate<JavaClass> whose) {
        return noClasses().that(not(whose.or(what))).should().dependOnClassesThat(what);
    }

    private static ArchRule usesNoOther(String name) {
        return noClasses()
                .that(packages(name))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("isthmus..").and(not(packages(name).or(type("Failure")))));
    }

    private static boolean opens(JavaMethodCall call) {
        return call.getTargetOwner().isAssignableTo(SocketChannel.class)
                && List.of("open", "connect").contains(call.getName());
    }

    private static boolean isForCommands(JavaMethodCall call) {
        return call.getTargetOwner().isEquivalentTo(DataSets.class)
                && List.of("fetch", "load").contains(call.getName());
    }

    /** Compiles sources, by their class's name below isthmus, and reads the classes. */
    private static JavaClasses compiled(Path folder, Map<String, String> sources) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString()));
        for (Map.Entry<String, String> one : sources.entrySet()) {
            int dot = one.getKey().indexOf('.');
            Path file = folder.resolve(one.getKey().substring(dot + 1) + ".java");
            Files.writeString(file, "package isthmus." + one.getKey().substring(0, dot) + ";" + one.getValue());
            arguments.add(file.toString());
        }
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)));
        return new ClassFileImporter().importPath(folder);
    }

    @Test
    void eachRuleFindsWhatBreaksItAndNothingElse(@TempDir Path folder) throws Exception {
        Map<String, String> sources = new TreeMap<>(INNOCENT);
        VIOLATIONS.forEach(one -> sources.put(one.name(), one.source()));
        JavaClasses classes = compiled(folder, sources);
        for (Field field : ArchitectureTest.class.getDeclaredFields()) {
            if (field.isAnnotationPresent(ArchTest.class)) {
                ArchRule rule = (ArchRule) field.get(null);
                List<String> details = rule.evaluate(classes).getFailureReport().getDetails();
                Set<String> found = new TreeSet<>(sources.keySet());
                found.removeIf(name -> details.stream().noneMatch(detail -> names(detail, name)));
                Set<String> expected = new TreeSet<>();
                VIOLATIONS.stream().filter(one -> one.rule() == rule).forEach(one -> expected.add(one.name()));
                assertFalse(expected.isEmpty(), "expected a violation of " + field.getName());
                assertEquals(expected, found, field.getName());
            }
        }
    }

    private static boolean names(String detail, String name) {
        String type = name.substring(name.indexOf('.') + 1);
        return Pattern.compile("\\b" + type + "\\b").matcher(detail).find();
    }

    /** So that nobody wonders what a package is for. */
    @Test
    void thePageOnTheArchitectureNamesEachPackage() throws IOException {
        JavaClasses all = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("isthmus");
        Set<String> packages = all.stream().map(JavaClass::getPackageName).collect(toCollection(TreeSet::new));
        packages.remove("isthmus");
        Set<String> named = Pattern.compile("^  ([a-z][a-z0-9.]*)  +\\S", Pattern.MULTILINE)
                .matcher(Files.readString(ROOT.resolve("server/ARCHITECTURE.md")))
                .results()
                .map(row -> "isthmus." + row.group(1))
                .collect(toCollection(TreeSet::new));
        assertEquals(packages, named);
    }
}
