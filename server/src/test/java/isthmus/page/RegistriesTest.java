package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import isthmus.Beside;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A layer, a column and a panel are added by a file and a line each, and are in the page, its switches and its links; a layer
 * and a panel that throw take no others along.
 */
@Beside
class RegistriesTest {
    private static final String LAYER = """
            export const extra = {
              id: "extra",
              shown: { title: "Origin", term: "prior", on: false, isOffered: () => true },
              create: ({ inPlane }) => ({
                draw: ({ kept }) => {
                  inPlane.toggleAttribute("data-extra", !!kept.layers.extra);
                  if (kept.colour === "index") throw new Error("a broken layer");
                },
              }),
            };
            """;
    private static final String COLUMN = """
            export const extra = () => [{ id: "index", title: "row of the data set", from: "server" }];
            """;
    private static final String PANEL = """
            export const extra = () => {
              const element = document.createElement("section");
              return { element, update({ kept }) {
                element.textContent = `extra panel of ${kept?.model}`;
                if (kept?.colour === "index") throw new Error("a broken panel");
              } };
            };
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    private static void add(OpenPage page, String folder, String registry, String list, String file) {
        page.page()
                .route(
                        "**/src/" + folder + "/extra.js",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("text/javascript")
                                .setBody(file)));
        page.page().route("**/src/" + folder + "/" + registry, route -> {
            String text = route.fetch().text();
            assertTrue(text.contains(list + " = ["), text);
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("text/javascript")
                    .setBody("import { extra } from './extra.js';\n"
                            + text.replace(list + " = [", list + " = [extra, ")));
        });
    }

    @Test
    void aLayerAColumnAndAPanelTakeAFileAndALineEach() {
        OpenPage prepared =
                pages.prepare(MapPage.SCREEN).announce("a broken layer").announce("a broken panel");
        add(prepared, "layers", "layers.js", "LAYERS", LAYER);
        add(prepared, "columns", "columns.js", "ALL", COLUMN);
        add(prepared, "views/here", "panels.js", "PANELS", PANEL);
        MapPage map = MapPage.open(prepared, Link.to("digits").toString());
        assertThat(map.find("#here")).containsText("extra panel of digits");
        map.find("[data-layer=extra]").check();
        assertThat(map.find("#map .world")).hasAttribute("data-extra", "");
        map.find(".map-card select").selectOption("index");
        assertThat(map.find(".map-card .legend"))
                .containsText("row of the data set; the ends are the 2nd and 98th percentiles.");
        map.page().waitForURL(url -> url.contains("extra") && url.contains("colour=index"));
        map.page().reload();
        map.ready();
        assertThat(map.find("#here")).containsText("extra panel of digits");
        map.find("#map .surface").press("Enter");
        assertThat(map.find(".here-where"))
                .hasText("pinned"); // the panels after it, and what the map does after its layers
        assertThat(map.find("#map .pin")).isVisible();
        assertThat(map.find("[data-layer=extra]")).isChecked();
        assertThat(map.find(".map-card select")).hasValue("index");
        assertThat(map.find("#map .world")).hasAttribute("data-extra", "");
    }

    @Test
    void theDataAreColouredByFactorsAndByATableThatIsBrought() {
        MapPage map = MapPage.open(pages, Link.to("sprites"));
        map.find(".map-card select").selectOption("size");
        map.ready();
        assertThat(map.find(".map-card .legend")).containsText("size; the ends are the 2nd and 98th percentiles.");
        assertThat(map.find(".map-card .legend .ends")).hasText("0.02.55.0");
        StringBuilder rows = new StringBuilder("row,twice\n");
        IntStream.range(0, 4741).forEach(row -> rows.append(row + "," + 2 * row + "\n"));
        map.find("#images input[type=file]")
                .setInputFiles(
                        new FilePayload("own.csv", "text/csv", rows.toString().getBytes(StandardCharsets.UTF_8)));
        assertThat(map.find(".map-card select")).hasValue("table: twice");
        assertThat(map.find(".map-card .legend")).containsText("twice; the ends are the 2nd and 98th percentiles.");
        assertThat(map.find(".map-card .legend .ends .number").first()).hasText("190"); // the quantile at 0.02
    }
}
