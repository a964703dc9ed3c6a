package isthmus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is installed: bin, lib, web and models in one folder, called in another. */
@Beside
class InstalledCommandTest {
    private static final Path ROOT =
            Path.of(System.getProperty("isthmus.root", "..")).toAbsolutePath().normalize();

    private static final String WEB = ROOT.resolve("web").toString();

    @TempDir
    Path folder;

    private Path command;

    @BeforeEach
    void install() throws IOException {
        Path home = folder.resolve("opt/isthmus");
        Path lib = Files.createDirectories(home.resolve("lib"));
        pack(ROOT.resolve("server/target/classes"), lib.resolve("isthmus.jar"));
        copy(ROOT.resolve("models/digits"), home.resolve("models/digits"));
        Path script = Files.createDirectories(home.resolve("bin")).resolve("isthmus");
        Files.copy(ROOT.resolve("server/src/main/dist/bin/isthmus"), script, StandardCopyOption.COPY_ATTRIBUTES);
        String options = "server.options";
        Files.copy(ROOT.resolve("server/target/classes").resolve(options), script.resolveSibling(options));
        command = Files.createSymbolicLink(folder.resolve("isthmus"), script); // as in /usr/local/bin
    }

    /** A jar of classes that names the libraries where they are, in place of beside it. */
    private static void pack(Path classes, Path jar) throws IOException {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(all.split(File.pathSeparator))
                                .filter(entry -> entry.endsWith(".jar"))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Path one : files(classes)) {
                out.putNextEntry(new JarEntry(classes.relativize(one).toString()));
                Files.copy(one, out);
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path one : files(from)) {
            Files.copy(one, to.resolve(one.getFileName()));
        }
    }

    private Process start(String options, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(command.toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(words)
                .directory(Files.createDirectories(folder.resolve("elsewhere")).toFile())
                .redirectErrorStream(true);
        process.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().put("JAVA_OPTS", options);
        return process.start();
    }

    @Test
    void theModelsAreFoundFromAnyFolder() throws Exception {
        Process list = start("-XX:TieredStopAtLevel=1", "list");
        String text = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, list.waitFor(), text);
        assertTrue(text.contains("digits "), text);
    }

    @Test
    void aSecondServerTakesItsClassesFromTheArchiveThatTheFirstLeft() throws Exception {
        Path models = Files.createDirectories(folder.resolve("none"));
        Path cache = Files.createDirectories(folder.resolve("cache/isthmus"));
        Path loaded = folder.resolve("loaded");
        for (int i = 0; i < 2; i++) {
            assertEquals(i, files(cache).size());
            Process server = start(
                    "-Xlog:class+load:file=" + loaded, "--port", "0", "--models", models.toString(), "--web", WEB);
            try (BufferedReader printed =
                    new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
                String line = printed.readLine();
                assertTrue(line != null && line.startsWith("Isthmus serves "), line);
                server.destroy();
                assertTrue(server.waitFor(30, TimeUnit.SECONDS), "the server did not end");
            }
        }
        String web = Files.readAllLines(loaded).stream()
                .filter(line -> line.contains(" isthmus.http.WebServer source:"))
                .findFirst()
                .orElseThrow();
        assertTrue(web.contains("shared objects file"), web);
    }
}
