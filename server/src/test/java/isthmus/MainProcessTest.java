package isthmus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as somebody starts it: a process of its own, with what it prints and its exit code. */
@Beside
class MainProcessTest {
    private static final Path ROOT = Path.of(System.getProperty("isthmus.root", ".."));

    @TempDir
    Path folder;

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "isthmus.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String refused(Process process) throws Exception {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue(), text);
        assertEquals(1, text.lines().count(), text);
        return text;
    }

    @Test
    void aToldEndIsReachedWithinFiveSeconds() throws Exception {
        Path models = Files.createDirectories(folder.resolve("models"));
        Files.createDirectories(models.resolve("broken"));
        Process process = start("--port", "0", "--models", models.toString());
        try (BufferedReader printed =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertTrue(printed.readLine().startsWith("Not served: broken: "));
            String ready = printed.readLine();
            URI address = URI.create(ready.substring(ready.indexOf("http://")) + "/health");
            HttpResponse<String> health = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
            assertEquals(200, health.statusCode());
            CompletableFuture<CharSequence> hello = new CompletableFuture<>();
            CompletableFuture<Integer> closed = new CompletableFuture<>();
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://" + address.getAuthority() + "/live"), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                            hello.complete(text);
                            return WebSocket.Listener.super.onText(socket, text, last);
                        }

                        @Override
                        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                            closed.complete(status);
                            return null;
                        }
                    })
                    .join();
            hello.get(5, TimeUnit.SECONDS); // the session is one that the server knows
            long start = System.nanoTime();
            process.toHandle().destroy();
            assertEquals(1001, closed.get(5, TimeUnit.SECONDS));
            assertTrue(process.waitFor(5, TimeUnit.SECONDS), "it ended by itself");
            assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) < 5);
            String rest = String.join("\n", printed.lines().toList());
            assertFalse(rest.contains("\tat "), rest);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aFolderOfModelsThatIsNotThereIsOneSentence() throws Exception {
        String none = folder.resolve("none").toString();
        assertEquals(none + ": expected a directory of models, found none", refused(start("--models", none)));
    }

    @Test
    void aPageThatIsNotThereIsOneSentence() throws Exception {
        String text = refused(start("--models", folder.toString(), "--web", folder.toString(), "--port", "0"));
        assertTrue(text.startsWith("--web: expected a folder with index.html"), text);
    }

    @Test
    void aLimitOutOfItsRangeIsOneSentence() throws Exception {
        assertEquals("--queue-jobs: expected 1 to 2147483647, found 0", refused(start("--queue-jobs", "0")));
    }
}
