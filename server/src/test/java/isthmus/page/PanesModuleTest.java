package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.Beside;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several panes: what is of one leaves the others alone, and what they share is one thing. */
@Beside
class PanesModuleTest {
    private static final String START = """
            const { fresh } = await import("/src/state.js");
            const card = (id, version) => ({ id, version, latent: { dim: 2 }, labels: [] });
            const of = (id) => ({ key: `of ${id}`, plane: { origin: [0, 0] } });
            let page = m.initialPage();
            const act = (action, pane) => (page = m.updatePage(page, action, pane));
            const see = (pane) => m.seenBy(page, pane);
            act({ type: "catalogue", cards: [card("a", "a1"), card("b", "b1")], refused: [] });
            act({ type: "open", kept: fresh("a") });
            act({ type: "pane-open" });
            act({ type: "model", id: "b" });
            act({ type: "space", space: of("a") }, 1);
            act({ type: "space", space: of("b") }, 2);
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    private Object after(String script) {
        return pages.module("/src/panes.js").call("async (m) => { " + START + script + " }");
    }

    @Test
    void eachPaneHasItsModelAndWhatWasFetchedForIt() {
        assertEquals(List.of("a", "a1", "of a", "b", "b1", "of b"), after("""
                        return [1, 2].flatMap((pane) => [see(pane).kept.model, see(pane).version, see(pane).space.key]);
                        """));
    }

    @Test
    void whatIsDoneInOnePaneLeavesTheOtherTheSameObject() {
        assertEquals(List.of(true, true, true, 3), after("""
                        const first = see(1);
                        act({ type: "pin", spot: { z: [1, 2] } });
                        act({ type: "undo" });
                        act({ type: "undo" }); // the model: of this pane alone
                        act({ type: "hover", spot: { z: [3, 4] } });
                        const second = see(2);
                        act({ type: "pin", spot: { z: [5, 6] } }, 1);
                        return [first !== see(1), second === see(2), see(2).kept.model === "a", see(2).hover.z[0]];
                        """));
    }

    @Test
    void whatIsSharedIsSeenByAll() {
        assertEquals(List.of("dark", "dark", true, 5, "x"), after("""
                        act({ type: "theme", theme: "dark" });
                        act({ type: "bring", samples: [{ name: "x" }] }, 1);
                        act({ type: "encoded", id: 1, change: { mu: [5] } }, 1);
                        const { samplesOf } = await import("/src/state.js");
                        const [[one], [other]] = [1, 2].map((pane) => samplesOf(see(pane)));
                        return [see(1).theme, see(2).theme, other.mu === undefined, one.mu[0], other.name];
                        """));
    }

    @Test
    void anotherVersionOfAModelEmptiesThePanesThatShowItWhicheverIsActive() {
        assertEquals(List.of(true, "a2", "of b", "b1", true, "b2"), after("""
                        act({ type: "catalogue", cards: [card("a", "a2"), card("b", "b1")], refused: [] });
                        const one = [see(1).space === null, see(1).version, see(2).space.key, see(2).version];
                        act({ type: "catalogue", cards: [card("a", "a2"), card("b", "b2")], refused: [] });
                        return [...one, see(2).space === null, see(2).version];
                        """));
    }

    @Test
    void whatArrivesForAPaneThatIsClosedChangesNothing() {
        assertEquals(List.of(1, 1, true, 1, 3), after("""
                        act({ type: "pane-close" }, 2);
                        const before = page;
                        act({ type: "space", space: { key: "late" } }, 2);
                        const same = page === before;
                        const { panes, shared } = page;
                        act({ type: "pane-close" }, 1); // the last one stays
                        act({ type: "pane-open" });
                        return [panes.length, shared.active, same, page.panes[0].pane, page.panes[1].pane];
                        """));
    }

    @Test
    void noMorePanesOpenThanCanBeRead() {
        assertEquals(2, after("act({ type: 'pane-open' }); act({ type: 'pane-open' }); return page.panes.length;"));
    }
}
