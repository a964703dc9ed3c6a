package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a link says of its sender's frames, and what is said of it where it is opened. */
@Beside
class SeenModuleTest {
    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void framesThatDifferAreTold() {
        List<?> said = (List<?>) pages.module("/src/seen.js").call("""
                (m) => {
                  const frames = Uint8Array.from({ length: 2000 }, (_, i) => (i * i) % 251);
                  const sent = m.seenOf(frames);
                  const told = (change, same) => {
                    const { grade, text } = m.compare(sent, m.seenOf(frames.map(change)), same);
                    return `${grade}: ${text}`;
                  };
                  return [
                    told((v) => v, true),
                    told((v, i) => (i === 700 ? v + 1 : v), true),
                    told((v) => v + 1, true),
                    told((v, i) => v + (i % 2 ? 4 : 2), false),
                  ];
                }
                """);
        assertEquals("identical: These frames are identical to the sender's, byte for byte.", said.get(0));
        for (int i = 1; i < 3; i++) {
            assertTrue(
                    ((String) said.get(i))
                            .matches("near: These frames are within 1 grey level of the sender's, judging by the 24"
                                    + " values .* The model is the same; another build, .*"),
                    said.toString());
        }
        assertTrue(
                ((String) said.get(3))
                        .matches("other: These frames differ .* by up to 4 grey levels, [23]\\.\\d on average, .*"
                                + " The sender had another version of the model\\."),
                said.toString());
    }
}
