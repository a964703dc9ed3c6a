package isthmus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void whatWasExpectedAndFoundIsReadFromTheSentence() {
        Failure failure = Failure.badInput("codes: expected 2 rows of 3 values, found 7 values");
        assertEquals("2 rows of 3 values", failure.expected());
        assertEquals("7 values", failure.found());
        failure = Failure.badInput("expected the model to run, found: out of memory");
        assertEquals("the model to run", failure.expected());
        assertEquals("out of memory", failure.found());
    }

    @Test
    void aSentenceOfAnotherFormSaysNeither() {
        assertNull(Failure.notFound("a.png: no such file").expected());
        assertNull(Failure.notFound("a.png: no such file").found());
        assertNull(Failure.badInput("nothing was found").found());
    }
}
