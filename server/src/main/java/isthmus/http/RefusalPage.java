package isthmus.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.util.StringUtil;

/** What a browser shows of an address that opens nothing. Any thread. */
final class RefusalPage {
    static final String TYPE = "text/html; charset=utf-8";

    private static final String TEXT = read("refused.html"); // with places for what is wrong

    private RefusalPage() {}

    static String of(Context context, String title, String sentence, String advice) {
        return TEXT.replace("{base}", context.contextPath() + "/")
                .replace("{title}", title)
                .replace("{advice}", advice)
                .replace("{sentence}", StringUtil.sanitizeXmlString(sentence));
    }

    /** Whether a person asks, who follows a link or types an address, and not a program. */
    static boolean isWanted(Context context) {
        String accept = context.header("Accept");
        return accept != null
                && accept.startsWith("text/html")
                && !context.path().startsWith(context.contextPath() + "/api/");
    }

    private static String read(String name) {
        try (InputStream in = RefusalPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
