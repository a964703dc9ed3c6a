package isthmus.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.Failure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesFileTest {
    private static Examples read(String text) {
        return ExamplesFile.read(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@code struct.pack("<2f", 1.0, -2.5)} of Python is in base64. */
    @Test
    void tensorsAreReadAsTheScriptWritesThem() {
        Examples examples = read("{\"inputs\": {\"shape\": [2, 1], \"float32\": \"AACAPwAAIMA=\"},"
                + " \"outputs\": [{\"shape\": [1], \"float32\": \"AACAPw==\"}]}");
        assertArrayEquals(new int[] {2, 1}, examples.shape());
        assertArrayEquals(new float[] {1, -2.5f}, examples.inputs());
        assertEquals(1, examples.outputs().size());
        assertArrayEquals(new float[] {1}, examples.outputs().get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "{\"inputs\": {\"shape\": [2], \"float32\": \"AACAPw==\"}}",
                "{\"inputs\": {\"shape\": [0], \"float32\": \"\"}}",
                "{\"inputs\": {\"shape\": [65536, 65536, 65536, 65536], \"float32\": \"AACAPw==\"}}",
                "{\"inputs\": {\"shape\": [1], \"float32\": \"*\"}}"
            })
    void aBrokenFileIsRefused(String text) {
        assertThrows(Failure.class, () -> read(text));
    }
}
