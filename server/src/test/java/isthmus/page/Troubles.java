package isthmus.page;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.WebError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What went wrong in a page, beyond what the test said would: errors on the console, among which a browser also says what
 * the content security policy forbade, exceptions that nobody caught, requests that failed or were refused.
 */
final class Troubles implements AutoCloseable {
    private final List<String> met = new ArrayList<>();
    private final List<String> announced = new ArrayList<>();
    private final List<String> borne = new ArrayList<>();

    private final BrowserContext context;
    private final Consumer<ConsoleMessage> onSaid = this::said;
    private final Consumer<WebError> onError = this::uncaught;
    private final Consumer<Request> onFailed = this::failed;
    private final Consumer<Response> onAnswered = this::answered;

    Troubles(BrowserContext context) {
        this.context = context;
        context.onConsoleMessage(onSaid);
        context.onWebError(onError);
        context.onRequestFailed(onFailed);
        context.onResponse(onAnswered);
    }

    /** Takes no notice of anything from now on: the context is another test's. */
    @Override
    public void close() {
        context.offConsoleMessage(onSaid);
        context.offWebError(onError);
        context.offRequestFailed(onFailed);
        context.offResponse(onAnswered);
    }

    private void said(ConsoleMessage message) {
        // Of a request, its failure or its answer says more.
        boolean request = message.text().startsWith("Failed to load resource");
        if (message.type().equals("error") && !request) {
            met.add("console: " + message.text() + " at " + message.location());
        }
    }

    private void uncaught(WebError error) {
        met.add("uncaught: " + error.error());
    }

    private void failed(Request request) {
        met.add("request: %s %s: %s".formatted(request.method(), request.url(), request.failure()));
    }

    private void answered(Response response) {
        if (response.status() >= 400) {
            met.add("answer: %d to %s %s"
                    .formatted(response.status(), response.request().method(), response.url()));
        }
    }

    /** A trouble with this in its text is what the test is about: it must come, once or more often. */
    void announce(String part) {
        announced.add(part);
    }

    /** A trouble with this in its text may come or not, as the browser has its time: of a picture in a tab, say. */
    void bear(String part) {
        borne.add(part);
    }

    /** A line for each trouble that was not announced, and for each that was and did not come. */
    List<String> unexpected() {
        List<String> lines = new ArrayList<>();
        met.stream()
                .filter(line ->
                        Stream.concat(announced.stream(), borne.stream()).noneMatch(line::contains))
                .forEach(lines::add);
        announced.stream()
                .filter(part -> met.stream().noneMatch(line -> line.contains(part)))
                .forEach(part -> lines.add("did not come, though it was announced: " + part));
        return lines;
    }
}
