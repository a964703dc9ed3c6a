package isthmus.page;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * TypeScript's compiler and ESLint over scripts of the page, run by the Node that Playwright's driver brings. npm fetches them
 * where the folder of the build has other versions than package-lock.json, or none. One thread.
 */
final class PageCheck {
    private static final Path GIVEN = BundledSite.ROOT.resolve("server/src/test/resources/isthmus/page-check");
    private static final Path FOLDER =
            BundledSite.ROOT.resolve("server/target/page-check").toAbsolutePath();
    private static final Path MODULES = FOLDER.resolve("node_modules");
    private static final String LOCK = "package-lock.json";
    private static final Program NPM = new Program("the check of the page's scripts", "npm");

    private PageCheck() {}

    /** A line for all that is wrong in a folder with a jsconfig.json, and with scripts in its folder src. */
    static List<String> findings(Path folder) throws IOException, InterruptedException {
        install();
        Path config = FOLDER.resolve("eslint.config.mjs");
        Path format = FOLDER.resolve("lines.mjs");
        Process types = start(folder, "typescript/bin/tsc", "--project", "jsconfig.json", "--pretty", "false");
        Process rules = start(folder, "eslint/bin/eslint.js", "--config", config, "--format", format, "src");
        List<String> found = new ArrayList<>(said(types));
        found.addAll(said(rules));
        return found;
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", LOCK, "eslint.config.mjs", "lines.mjs")) {
            Files.copy(GIVEN.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Path installed = MODULES.resolve(LOCK); // written last: all that it lists is there
        if (!Files.exists(installed) || Files.mismatch(installed, FOLDER.resolve(LOCK)) >= 0) {
            String npm = NPM.file(NPM.named()).toString();
            Command.run(npm, "ci", "--prefix", FOLDER.toString(), "--ignore-scripts", "--no-audit", "--no-fund");
            Files.copy(FOLDER.resolve(LOCK), installed);
        }
    }

    private static Process start(Path folder, String script, Object... options) throws IOException {
        String node = Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
                .createProcessBuilder()
                .command()
                .get(0);
        List<String> command =
                new ArrayList<>(List.of(node, MODULES.resolve(script).toString()));
        for (Object option : options) {
            command.add(option.toString());
        }
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static List<String> said(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() && code != 0 ? List.of("ended with " + code) : lines;
    }
}
