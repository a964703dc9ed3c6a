package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.Beside;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Beside
class LostStylesTest {
    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void aPageWhoseStylesDidNotComeBeginsAnew() {
        OpenPage open =
                pages.prepare(MapPage.SCREEN).bear("all.css").bear("cssRules").bear("ERR_FAILED");
        AtomicInteger asked = new AtomicInteger();
        open.page().route("**/css/all.css", route -> {
            if (asked.incrementAndGet() == 1) {
                route.abort();
            } else {
                route.resume();
            }
        });
        MapPage.open(open, Link.to("digits") + "");
        assertEquals(2, asked.get());
    }
}
