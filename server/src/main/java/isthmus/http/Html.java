package isthmus.http;

/** Text within HTML. Any thread. */
final class Html {
    private Html() {}

    /** Text as it may stand between tags and within the quotes of an attribute. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
