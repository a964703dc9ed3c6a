package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.TestSettings;
import isthmus.http.WebServer;
import isthmus.inference.torch.TorchModel;
import isthmus.live.LiveClient.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A path decodes to the same numbers whenever it is asked for, whatever else the server has to do. */
class SameBytesTest {
    private static final List<String> MODELS = List.of("faces", "emoji");
    private static final int FRAMES = 41; // two whole stretches and one that is not

    @TempDir
    Path folder;

    /** A server that was started for this alone. */
    private final class Started implements AutoCloseable {
        private final WebServer site;

        Started() {
            TestSettings settings = new TestSettings();
            settings.models = folder;
            site = WebServer.open(settings.settings(), TorchModel::new);
        }

        @Override
        public void close() {
            site.close();
        }
    }

    private void copy(String model) throws IOException {
        Path from = Path.of(System.getProperty("isthmus.root"), "models", model);
        Path to = Files.createDirectories(folder.resolve(model));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static String path(int id, String model, int dim) {
        StringBuilder keyframes = new StringBuilder();
        for (int k = 0; k < 3; k++) {
            keyframes.append(k == 0 ? "[" : ",[");
            for (int d = 0; d < dim; d++) {
                keyframes.append(d == 0 ? "" : ",").append(Math.sin(7 * k + d + 1));
            }
            keyframes.append("]");
        }
        return "{'id': %d, 'op': 'path', 'model': '%s', 'keyframes': [%s], 'mode': 'slerp', 'frames': %d, 'as': 'f4'}"
                .formatted(id, model, keyframes, FRAMES);
    }

    private static double[] numbers(List<Message> frames) {
        return frames.stream()
                .flatMapToDouble(frame -> Arrays.stream(frame.numbers("pixels")))
                .toArray();
    }

    @Test
    void theSamePathGivesTheSameBytesAfterARestartAndInCompany() throws Exception {
        for (String model : MODELS) {
            copy(model);
        }
        List<double[]> first = new ArrayList<>();
        try (Started server = new Started();
                LiveClient client = new LiveClient(server.site.address())) {
            for (String model : MODELS) {
                int dim = server.site.models().folder(model).card().latent().dim();
                first.add(numbers(client.askAll(path(1, model, dim))));
            }
        }
        try (Started server = new Started()) {
            for (String model : MODELS) {
                int dim = server.site.models().folder(model).card().latent().dim();
                double[] before = first.get(MODELS.indexOf(model));
                for (int i = 0; i < 3; i++) {
                    assertArrayEquals(before, inCompany(server, model, dim), model);
                }
            }
        }
    }

    /** Asks for the path while decodes of all sizes wait beside it. */
    private static double[] inCompany(Started server, String model, int dim) {
        String code = "[" + "0.25,".repeat(dim - 1) + "0.25]";
        try (LiveClient company = new LiveClient(server.site.address());
                LiveClient client = new LiveClient(server.site.address())) {
            int asked = 40;
            for (int i = 0; i < asked; i++) {
                String codes = (code + ",").repeat(i % 7) + code;
                company.send("{'id': %d, 'op': 'decode', 'model': '%s', 'codes': [%s]}".formatted(i, model, codes));
            }
            double[] path = numbers(client.askAll(path(1, model, dim)));
            int answered = 0;
            while (!company.isQuiet() || answered < asked) {
                assertTrue(company.next().last());
                answered++;
            }
            return path;
        }
    }
}
