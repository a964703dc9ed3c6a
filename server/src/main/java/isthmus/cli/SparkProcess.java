package isthmus.cli;

import isthmus.Failure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Runs a job of the Spark module in a process of its own, which is driver and executors at once where the master is
 * {@code local}: Spark's libraries are not among the server's, and on Java 17 it wants packages opened to it. One thread.
 */
final class SparkProcess {
    /** The system property that names the folder with {@value #JAR} and {@value #JARS}, Spark's own. */
    static final String PLACE = "isthmus.spark";

    private static final String JAR = "isthmus-spark.jar";
    private static final String JARS = "jars";
    private static final String BUILT = "server/spark/target";

    /** As Spark's JavaModuleOptions has them, which a test of the Spark module holds these against. */
    static final List<String> OPTIONS = Stream.concat(
                    Stream.of("-XX:+IgnoreUnrecognizedVMOptions", "--add-modules=jdk.incubator.vector"),
                    Stream.concat(
                            Stream.of(
                                            "java.base/java.lang",
                                            "java.base/java.lang.invoke",
                                            "java.base/java.lang.reflect",
                                            "java.base/java.io",
                                            "java.base/java.net",
                                            "java.base/java.nio",
                                            "java.base/java.util",
                                            "java.base/java.util.concurrent",
                                            "java.base/java.util.concurrent.atomic",
                                            "java.base/jdk.internal.ref",
                                            "java.base/sun.nio.ch",
                                            "java.base/sun.nio.cs",
                                            "java.base/sun.security.action",
                                            "java.base/sun.util.calendar",
                                            "java.security.jgss/sun.security.krb5")
                                    .map(opened -> "--add-opens=" + opened + "=ALL-UNNAMED"),
                            Stream.of(
                                    "-Djdk.reflect.useDirectMethodHandle=false",
                                    "-Dio.netty.tryReflectionSetAccessible=true")))
            .toList();

    private SparkProcess() {}

    /**
     * Runs a job and gives its exit code.
     *
     * @param main class of the job
     */
    static int run(String main, List<String> arguments) throws IOException {
        List<Path> places = Stream.of(
                        System.getProperty(PLACE),
                        System.getProperty("isthmus.home", ".") + "/spark",
                        System.getProperty("isthmus.home", ".") + "/" + BUILT)
                .filter(Objects::nonNull)
                .map(Path::of)
                .toList();
        Path jar = places.stream()
                .map(place -> place.resolve(JAR))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> Failure.notFound("--spark", JAR, "none in " + places)
                        .hint("'mvn -q package -Pspark -DskipTests' builds it"));
        Path jars = Stream.of(
                        jar.resolveSibling(JARS),
                        Path.of(Objects.requireNonNullElse(System.getenv("SPARK_HOME"), ""))
                                .resolve(JARS))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> Failure.notFound(
                        "--spark", "Spark's " + JARS, "none beside " + jar + ", and none in SPARK_HOME"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + Runtime.getRuntime().maxMemory()));
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", jar + File.pathSeparator + jars.resolve("*"), main));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw Failure.busy("--spark", "to wait for the job", "that the thread was interrupted")
                    .causedBy(e);
        }
    }
}
