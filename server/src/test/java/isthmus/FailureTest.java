package isthmus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void theSentenceIsMadeOfTheParts() {
        Failure failure = Failure.badInput("codes", "2 rows of 3 values", 7);
        assertEquals("codes: expected 2 rows of 3 values, found 7", failure.getMessage());
        assertEquals("7", failure.found());
        assertNull(failure.hint());
        assertEquals("expected a, found b", Failure.notFound("", "a", "b").getMessage());
        assertEquals(
                "queue: expected room, found none; try again",
                Failure.busy("queue", "room", "none").getMessage());
    }

    @Test
    void anOuterPlaceGoesInFrontAndTheRestStays() {
        Failure failure = Failure.tooLarge("id", "64 characters", 70).hint("shorten it");
        assertEquals(
                "card.json: id: expected 64 characters, found 70; shorten it",
                failure.at("card.json").getMessage());
        assertEquals("card.json", Failure.badInput("", "a", "b").at("card.json").where());
        IOException cause = new IOException();
        assertSame(cause, failure.causedBy(cause).hint("other").getCause());
    }
}
