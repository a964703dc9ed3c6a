package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CardModuleTest {
    private static final Map<String, Object> CARD = Map.of(
            "title", "Digits",
            "description", "Handwritten",
            "kind", "vae",
            "input", Map.of("channels", 1, "height", 28, "width", 28),
            "latent", Map.of("dim", 2));

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void aModelThatNobodyMeasuredSaysSo() {
        ScriptModule card = pages.module("/src/card.js");
        assertEquals(
                List.of("Digits", "vae, 28 × 28 grey images, latent dimension 2", "Handwritten", "Not measured yet."),
                card.call("(m, card) => Array.from(m.describe(card).children, (part) => part.textContent)", CARD));
    }
}
