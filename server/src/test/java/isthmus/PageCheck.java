package isthmus;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** TypeScript's compiler and lint rules over modules of the page, run by the Node that Playwright's driver brings. */
final class PageCheck {
    private static final Path ROOT = Path.of(System.getProperty("isthmus.root", ".."));
    private static final Path SCRIPT = ROOT.resolve("server/src/test/resources/isthmus/check-page.cjs");
    private static final String COMPILER = "typescript.js";
    private static final String VERSION = "/META-INF/maven/org.webjars.npm/typescript/pom.properties";

    private PageCheck() {}

    /** A line for all that is wrong with the modules that a jsconfig.json names. */
    static List<String> findings(Path config) throws IOException {
        String node = Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
                .createProcessBuilder()
                .command()
                .get(0);
        Process process = new ProcessBuilder(node, SCRIPT.toString(), compiler().toString(), config.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said.lines().filter(line -> !line.isBlank()).toList();
    }

    /** The compiler, beside its declarations of the language and the browser, out of the WebJar. */
    private static Path compiler() throws IOException {
        Properties jar = new Properties();
        try (InputStream in = PageCheck.class.getResourceAsStream(VERSION)) {
            jar.load(in);
        }
        String version = jar.getProperty("version");
        String packed = "/META-INF/resources/webjars/typescript/" + version + "/lib";
        Path folder = ROOT.resolve("server/target/typescript").resolve(version).toAbsolutePath();
        Path compiler = folder.resolve(COMPILER);
        if (!Files.exists(compiler)) {
            Files.createDirectories(folder);
            String file = PageCheck.class.getResource(VERSION).toString().split("!", 2)[0];
            try (FileSystem files = FileSystems.newFileSystem(URI.create(file), Map.of());
                    Stream<Path> library = Files.list(files.getPath(packed))) {
                for (Path one : library.filter(path -> path.toString().endsWith(".d.ts"))
                        .toList()) {
                    Files.write(folder.resolve(one.getFileName().toString()), Files.readAllBytes(one));
                }
                Files.write(compiler, Files.readAllBytes(files.getPath(packed, COMPILER))); // last: all else is there
            }
        }
        return compiler;
    }
}
