package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.client.LiveClient;
import isthmus.client.LiveSocket;
import isthmus.client.PendingRequest;
import isthmus.client.ReceivedFrame;
import java.util.Arrays;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server over a fresh checkout, to which nobody gave data, has the images of the bundled models that may come with it. */
@Beside
class BundledOriginalsTest {
    @RegisterExtension
    final Pages pages = new Pages();

    /** The last frame of an answer. */
    private static ReceivedFrame last(LiveSocket socket, String id, String question) {
        PendingRequest asked = socket.ask("{\"model\":\"%s\",%s}".formatted(id, question.replace('\'', '"')));
        asked.awaitAnswer();
        return asked.frames().get(asked.frames().size() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "digits-20", "digits-50", "fashion", "sprites", "emoji"})
    void showsTheImagesOfTheDataSetByteForByteAndReportsOnThem(String id) {
        ShippedImages shipped = new ShippedImages(id);
        int count = shipped.atlas().count();
        int[] rows = {0, 1, count / 3, count / 2, count - 2, count - 1};
        try (LiveClient client = new LiveClient(pages.address());
                LiveSocket socket = client.open()) {
            ReceivedFrame known =
                    last(socket, id, "'op':'rows','rows':%s,'images':true".formatted(Arrays.toString(rows)));
            assertEquals("true", known.head().get("originals").toString());
            int size = known.array("originals").remaining() / rows.length;
            for (int i = 0; i < rows.length; i++) {
                byte[] image = new byte[size];
                known.array("originals").get(i * size, image);
                assertArrayEquals(shipped.of(rows[i]), image, "row " + rows[i]);
            }

            for (int row : new int[] {0, count - 1}) {
                ReceivedFrame bound = last(socket, id, "'op':'believe','k':5,'row':" + row);
                assertEquals(5, bound.head().get("draws").asInt());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vamp-2", "vq-7"})
    void tellsOfDimensionsUnderAPriorWithoutAClosedForm(String id) {
        try (LiveClient client = new LiveClient(pages.address());
                LiveSocket socket = client.open()) {
            ReceivedFrame health = last(socket, id, "'op':'dimensions','health':true");
            assertTrue(health.head().get("sentence").asText().contains("used"));
            assertFalse(health.head().toString().contains("divergence"));
        }
    }
}
