package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isthmus.Beside;
import isthmus.client.LiveClient;
import isthmus.client.LiveSocket;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The files of lessons: each is read by the page's own check, which says where a file is wrong, and its code does as it says. */
@Beside
class LessonFilesTest {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:7070(/[^' ]*)");
    private static final String STEP = """
            {"title": "T", "say": "One sentence.", "show": {"maps": [{"model": "digits"}]}""";

    @RegisterExtension
    final Pages pages = new Pages();

    private String refusal(String json) {
        return (String) pages.module("/src/lesson/read.js").call("""
                (m, json) => {
                  try {
                    m.readLesson("some", JSON.parse(json));
                    return "";
                  } catch (error) {
                    return error.message;
                  }
                }
                """, json);
    }

    private String refusalOf(String stepsRest) {
        return refusal("{\"title\": \"T\", \"question\": \"Why?\", \"steps\": [" + STEP + stepsRest + "}]}");
    }

    @Test
    void eachFileIsALessonOfModelsThatAreThereAndTheListHasThemAll() throws IOException {
        List<String> order = LessonFile.order();
        assertEquals(LessonFile.folders(), order.stream().sorted().toList());
        assertEquals(
                order.get(0),
                pages.module("/src/lesson/course.js").call("(m) => m.FIRST_LESSON"),
                "the one that a first visit leads to");
        Set<String> models = new TreeSet<>();
        for (String id : order) {
            JsonNode json = LessonFile.of(id).json();
            assertEquals("", refusal(json.toString()), id);
            json.findValuesAsText("model").forEach(models::add);
            json.findValuesAsText("card").forEach(models::add);
        }
        try (LessonClaims claims = new LessonClaims(pages.address())) {
            models.removeAll(claims.models());
        }
        assertEquals(Set.of(), models, "models that are not here");
    }

    /** A browser draws a fraction of another number of parts as a row of them, without its line. */
    @Test
    void eachFractionOfAFormulaHasTwoPartsAndEachSymbolItsIndices() throws Exception {
        Map<String, Integer> parts =
                Map.of("mfrac", 2, "msub", 2, "msup", 2, "munder", 2, "mover", 2, "msubsup", 3, "munderover", 3);
        int found = 0;
        for (String id : LessonFile.order()) {
            for (JsonNode step : LessonFile.of(id).steps()) {
                for (JsonNode line : step.path("formula").path("mathml")) {
                    NodeList all = DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader("<math>" + line.asText() + "</math>")))
                            .getElementsByTagName("*");
                    for (int i = 0; i < all.getLength(); i++) {
                        Integer wanted = parts.get(all.item(i).getNodeName());
                        if (wanted != null) {
                            found++;
                            assertEquals(wanted, all.item(i).getChildNodes().getLength(), id + ": " + line);
                        }
                    }
                }
            }
        }
        assertTrue(found > 10, "found " + found);
    }

    @Test
    void aFileThatIsWrongIsToldWhere() {
        assertEquals("", refusalOf(""));
        Map.of(
                        ", \"ask\": {\"kind\": \"choose\", \"say\": \"?\", \"answers\": [{\"say\": \"A\", \"reply\": \"A.\"}]}",
                        "some.steps[0].ask.answers: expected three answers, one of them right, found",
                        ", \"reveal\": {\"say\": \"It is {many}.\"}",
                        "some.steps[0].reveal.say: expected a claim for {many}, found []",
                        ", \"formula\": {\"mathml\": [\"<mi onclick='x'>x</mi>\"], \"spoken\": \"x\"}",
                        "some.steps[0].formula.mathml[0]: expected MathML whose symbols may have a class, found",
                        ", \"papers\": [{\"say\": \"A\", \"href\": \"javascript:1\"}]",
                        "some.steps[0].papers[0].href: expected an address at arxiv.org or doi.org, found",
                        ", \"code\": \"some\"",
                        "some.steps[0].code: expected the name of a code, found \"some\"",
                        ", \"shows\": 1",
                        "some.steps[0]: expected no other fields than title, say,")
                .forEach((rest, sentence) -> {
                    String told = refusalOf(rest);
                    assertTrue(told.startsWith(sentence), told);
                });
        String long4 = refusal("{\"title\": \"T\", \"question\": \"Why?\", \"steps\": ["
                + STEP.replace("One sentence.", "One. Two. Three. Four. Five.") + "}]}");
        assertTrue(long4.startsWith("some.steps[0].say: expected one to 3 sentences"), long4);
        assertTrue(refusal("[]").startsWith("some: expected an object"));
    }

    @Test
    void aLessonThatIsReadAgainIsTheOneThatIsTaken() {
        assertEquals(List.of(true, 2), pages.module("/src/lesson/course.js").call("""
                (m) => {
                  const taken = { id: "a", steps: [] };
                  const first = m.taught({ lessons: { order: [], byId: {} } }, { type: "lessons", read: [taken] });
                  const read = [{ id: "a", steps: [] }, { id: "b", steps: [] }];
                  const { lessons } = m.taught(first, { type: "lessons", order: ["a", "b"], read });
                  return [lessons.byId.a === taken, Object.keys(lessons.byId).length];
                }"""));
    }

    @Test
    void whatIsAskedOfTheServerInALessonIsAnswered() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        try (LiveClient client = new LiveClient(pages.address());
                LiveSocket socket = client.open()) {
            for (String id : LessonFile.order()) {
                for (JsonNode code : LessonFile.of(id).json().path("code")) {
                    String asked = code.get("server").asText();
                    Matcher address = ADDRESS.matcher(asked);
                    if (address.find()) {
                        URI uri = pages.address().resolve(address.group(1));
                        int status = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                                .statusCode();
                        assertEquals(200, status, id + ": " + asked);
                    } else {
                        ObjectNode request = new ObjectMapper().readTree(asked).deepCopy();
                        request.remove("id");
                        socket.ask(request.toString()).awaitAnswer();
                    }
                }
            }
        }
    }
}
