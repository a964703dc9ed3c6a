package isthmus.wire;

/** Makes text of clients safe to show in messages and logs. Any thread. */
public final class Printable {
    private static final int MAX_LENGTH = 80;

    private Printable() {}

    /** Replaces control characters, such as line ends. */
    public static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** The same, cut to the length of a message. */
    public static String shown(String text) {
        String line = line(text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…");
        return line.isEmpty() ? "nothing" : line;
    }
}
