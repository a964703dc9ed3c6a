package isthmus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.ByteBudget.Reservation;
import isthmus.Failure.Kind;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    private static final ClientAddress ANNA = new ClientAddress("192.0.2.1");
    private static final ClientAddress BEN = new ClientAddress("192.0.2.2");
    private static final ClientAddress CLARA = new ClientAddress("192.0.2.3");

    private final ByteBudget budget = new ByteBudget("answers", 100, 60);

    private Kind refused(ClientAddress client, long bytes) {
        return assertThrows(Failure.class, () -> budget.reserve(client, bytes)).kind();
    }

    @Test
    void oneClientLeavesRoomForOthers() {
        Reservation first = budget.reserve(ANNA, 40);
        assertEquals(Kind.BUSY, refused(ANNA, 30));
        Reservation second = budget.reserve(BEN, 60);
        assertEquals(Kind.BUSY, refused(CLARA, 1));
        first.close();
        second.close();
        budget.reserve(CLARA, 60).close();
        assertEquals(0, budget.held());
    }

    @Test
    void whatWouldNeverFitIsTooLarge() {
        assertEquals(Kind.TOO_LARGE, refused(ANNA, 61));
    }

    @Test
    void aReservationIsGivenBackOnceAndWholeThoughItGrew() {
        Reservation grown = budget.reserve(ANNA, 10);
        grown.grow(20);
        assertEquals(30, budget.held());
        assertThrows(Failure.class, () -> grown.grow(40));
        assertEquals(30, budget.held());
        Reservation other = budget.reserve(ANNA, 5);
        grown.close();
        grown.close();
        assertEquals(5, budget.held());
        assertThrows(IllegalStateException.class, () -> grown.grow(1));
        other.close();
        assertEquals(0, budget.held());
    }
}
