package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.http.SmallSite;
import isthmus.live.LiveClient.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each operation answers, against numbers computed another way. */
class AnswersTest {
    @TempDir
    private static Path folder;

    private static SmallSite site;
    private static LiveClient client;

    @BeforeAll
    static void open() throws IOException {
        site = new SmallSite(folder, settings -> settings);
        client = new LiveClient(site.address());
    }

    @AfterAll
    static void close() {
        client.close();
        site.close();
    }

    @Test
    void decodedCodesAreTheModelsMeans() {
        Message answer =
                client.ask("{'id': 1, 'op': 'decode', 'model': 'digits', 'codes': [[0.1, -1.2], [2, 1]], 'as': 'f4'}");
        assertEquals(1, answer.id());
        assertTrue(answer.last());
        assertEquals(List.of(2, 1, 4, 5), answer.shape("pixels"));
        double[] pixels = answer.numbers("pixels");
        double[] first = site.mean(0.1f, -1.2f);
        double[] second = site.mean(2, 1);
        for (int i = 0; i < 20; i++) {
            assertEquals(first[i], pixels[i], 1e-6);
            assertEquals(second[i], pixels[20 + i], 1e-6);
        }
        double[] bytes = client.ask("{'id': 1, 'op': 'decode', 'model': 'digits', 'codes': [[0.1, -1.2]]}")
                .numbers("pixels");
        for (int i = 0; i < 20; i++) {
            assertEquals(Math.rint(first[i] * 255), bytes[i], 1e-9);
        }
    }
}
