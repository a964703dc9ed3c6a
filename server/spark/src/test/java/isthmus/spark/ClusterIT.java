package isthmus.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standalone cluster of Spark on loopback, and what {@code spark-submit} runs, with the jar that is given to it. */
class ClusterIT {
    private static final Path TARGET =
            Path.of(System.getProperty("isthmus.spark")).toAbsolutePath();
    private static final Path MODELS =
            Path.of(System.getProperty("isthmus.root")).resolve("models").toAbsolutePath();
    private static final Path MODEL = MODELS.resolve("vae-fixed-2");
    private static final Path IMAGES = MODELS.resolve("data/mnist/t10k-images-idx3-ubyte.gz");
    private static final String DRAWS = "40"; // so many that it takes a while
    private static final int PARTITIONS = 24;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(6);

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private int port;

    private Process java(String heap, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), heap));
        // As spark-submit starts Java.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-") || option.startsWith("-XX:+Ignore"))
                .forEach(command::add);
        command.addAll(List.of("-cp", TARGET.resolve("jars") + "/*"));
        command.addAll(List.of(arguments));
        File log = folder.resolve("log-" + processes.size()).toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
        builder.environment().put("SPARK_HOME", home().toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** A folder as a Spark installation is. */
    private Path home() throws IOException {
        Path home = folder.resolve("spark");
        if (!Files.exists(home)) {
            Files.createDirectories(home);
            Files.createSymbolicLink(home.resolve("jars"), TARGET.resolve("jars"));
        }
        return home;
    }

    private Process worker(int number) throws IOException {
        return java(
                "-Xmx256m",
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "800m",
                "--work-dir",
                folder.resolve("work-" + number).toString(),
                "spark://127.0.0.1:" + port);
    }

    @AfterEach
    void end() {
        processes.forEach(ClusterIT::kill);
    }

    /** Ends a process and those that it started, as when a machine loses its power. */
    private static void kill(Process process) {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    private String log(int number) throws IOException {
        return Files.readString(folder.resolve("log-" + number));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(String what, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, what + "; " + log(processes.size() - 1));
            Thread.sleep(50);
        }
    }

    /** Tasks of a job whose output is complete. */
    private static long finished(Path out) throws IOException {
        if (!Files.isDirectory(out.resolve("_temporary/0"))) {
            return 0;
        }
        try (Stream<Path> files = Files.list(out.resolve("_temporary/0"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("task_"))
                    .count();
        }
    }

    @Test
    void whenAWorkerDiesInTheMiddleNothingIsMissingAndNothingDouble() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        java(
                "-Xmx256m",
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--webui-port",
                "0");
        await("a master", () -> log(0).contains("I have been elected leader"));
        Process first = worker(1);
        worker(2);
        await("workers", () -> log(0).split("Registering worker").length == 3);
        Path out = folder.resolve("codes.parquet");
        Process job = java(
                "-Xmx512m",
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                "spark://127.0.0.1:" + port,
                "--class",
                "isthmus.spark.Encode",
                "--conf",
                "spark.executor.memory=500m",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.ui.enabled=false",
                TARGET.resolve("isthmus-spark.jar").toString(),
                "--model",
                MODEL.toString(),
                "--images",
                IMAGES.toString(),
                "--out",
                out.toString(),
                "--draws",
                DRAWS,
                "--partitions",
                Integer.toString(PARTITIONS));
        await("two executors and some finished tasks", () -> {
            assertTrue(job.isAlive(), log(3));
            return finished(out) >= 3
                    && first.descendants().count() == 1
                    && processes.get(2).descendants().count() == 1;
        });
        kill(first);
        long before = finished(out);
        assertTrue(before < PARTITIONS && !Files.exists(out.resolve("_SUCCESS")), "it was in the middle: " + before);
        assertTrue(job.waitFor(PATIENCE, TimeUnit.NANOSECONDS), "the job ends");
        assertEquals(0, job.exitValue(), log(3));
        assertTrue(log(3).contains("10,000 images"), log(3));
        Path alone = folder.resolve("alone.parquet");
        assertEquals(0, Encode.run(new Encode(), new String[] {
            "--master",
            "local[1]",
            "--model",
            MODEL.toString(),
            "--images",
            IMAGES.toString(),
            "--out",
            alone.toString(),
            "--draws",
            DRAWS,
            "--partitions",
            "1"
        }));
        Codes codes = Codes.read(out);
        assertEquals(10_000, codes.rows().size());
        for (int row = 0; row < 10_000; row++) {
            assertEquals(row, codes.rows().get(row).<Long>getAs("row"));
            assertFalse(codes.rows().get(row).isNullAt(3));
        }
        Codes expected = Codes.read(alone);
        assertArrayEquals(expected.floats("mu"), codes.floats("mu"));
        assertArrayEquals(expected.floats("bound"), codes.floats("bound"));
    }
}
