package isthmus.wire;

/** What somebody sent, as a sentence or a log may show it. Any thread. */
public final class Printable {
    private static final int LONGEST = 80;

    private Printable() {}

    /** Text without anything that would end a line of a log. */
    public static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** Text short enough for a sentence. */
    public static String shown(String text) {
        String line = line(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
        return line.isEmpty() ? "nothing" : line;
    }
}
