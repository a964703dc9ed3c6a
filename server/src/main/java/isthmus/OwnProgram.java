package isthmus;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** This program once more, in a process of its own. Any thread. */
public final class OwnProgram {
    private static final Path NICE = Path.of("/usr/bin/nice");

    private OwnProgram() {}

    /**
     * The command as it is installed, or the same classes where this runs from a checkout.
     *
     * @param java options of the JVM
     */
    public static ProcessBuilder of(List<String> java, List<String> arguments) {
        String home = System.getProperty("isthmus.home");
        List<String> command = new ArrayList<>();
        if (home != null) {
            command.add(Path.of(home, "bin", "isthmus").toString());
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(java);
            command.addAll(List.of("-cp", classPath(), "isthmus.Main"));
        }
        command.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().put("JAVA_OPTS", String.join(" ", java));
        return process;
    }

    /** The same at a lower priority, where the system has a command for it. */
    public static ProcessBuilder behind(List<String> java, List<String> arguments) {
        ProcessBuilder process = of(java, arguments);
        if (Files.isExecutable(NICE)) {
            List<String> command = new ArrayList<>(List.of(NICE.toString(), "-n", "5"));
            command.addAll(process.command());
            process.command(command);
        }
        return process;
    }

    /** Under exec:java the class path of the JVM is Maven's, and ours is that of a class loader. */
    private static String classPath() {
        if (OwnProgram.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs())
                    .map(OwnProgram::path)
                    .collect(Collectors.joining(System.getProperty("path.separator")));
        }
        return System.getProperty("java.class.path");
    }

    private static String path(URL url) {
        return Path.of(URI.create(url.toString())).toString();
    }
}
