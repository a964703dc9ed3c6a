package isthmus;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of who may use whom, over one source file. A use is an import or a fully qualified name in code; what
 * stands in comments and in strings, such as the name of a system property, is none.
 */
final class Doors {
    static final int LONG = 400; // lines

    private static final int TOP = 40; // lines in which the reason for a long file must stand
    private static final Pattern NOT_CODE = Pattern.compile(
            "//[^\n]*+|/\\*[\\s\\S]*?\\*/"
                    + "|\"\"\"[\\s\\S]*?\"\"\"|\"[^\"\\\\\n]*+(?:\\\\.[^\"\\\\\n]*+)*+\"|'[^'\\\\\n]*+(?:\\\\.[^'\\\\\n]*+)*+'");
    private static final Pattern PACKAGE = Pattern.compile("\\bpackage ([\\w.]+);");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.])(?:ai\\.djl|io\\.javalin|isthmus)\\.[\\w.*]+");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum) (\\w+)");
    private static final Pattern BAD_NAME = Pattern.compile("(?:Manager|Util|Utils|Helper|Impl)(?![a-z])");
    private static final Set<String> ROOMS = Set.of(
            "isthmus",
            "isthmus.cli",
            "isthmus.model",
            "isthmus.latent",
            "isthmus.image",
            "isthmus.inference",
            "isthmus.inference.torch",
            "isthmus.train",
            "isthmus.evaluate",
            "isthmus.report",
            "isthmus.data",
            "isthmus.atlas",
            "isthmus.wire",
            "isthmus.share",
            "isthmus.http",
            "isthmus.live",
            "isthmus.client",
            "isthmus.bench");

    private final String file;
    private final String room;
    private final boolean isMain;
    private final String code;
    private final List<String> found = new ArrayList<>();

    private Doors(String file, String text) {
        this.file = file;
        // One space and no space around dots, so that a name broken over lines is still one.
        String bare =
                NOT_CODE.matcher(text).replaceAll(" ").replaceAll("\\s+", " ").replaceAll(" ?\\. ?", ".");
        Matcher declaration = PACKAGE.matcher(bare);
        this.room = declaration.find() ? declaration.group(1) : "";
        this.code = declaration.replaceFirst("");
        this.isMain = room.equals("isthmus") && file.endsWith("Main.java");
    }

    /** A sentence for each broken rule; none for a file that keeps them all. */
    static List<String> broken(String file, String text) {
        Doors doors = new Doors(file, text);
        doors.checkRoom();
        doors.checkUses();
        doors.checkNames();
        doors.checkLength(text);
        return doors.found;
    }

    private void checkRoom() {
        if (!ROOMS.contains(room)) {
            say("is in the package \"" + room + "\", which is no room of the house");
        }
    }

    private void checkUses() {
        Matcher names = NAME.matcher(code);
        while (names.find()) {
            String name = names.group();
            if (name.startsWith("ai.djl.")
                    && !Set.of("isthmus.inference.torch", "isthmus.train").contains(room)) {
                say("uses " + name + ", which is for inference.torch and train alone");
            }
            if (name.startsWith("io.javalin.")
                    && !Set.of("isthmus.http", "isthmus.live").contains(room)
                    && !isMain) {
                say("uses " + name + ", which is for http, live and Main alone");
            }
            if (name.startsWith("isthmus.")) {
                checkOwn(name);
            }
        }
        if (room.equals("isthmus")
                && !isMain
                && Pattern.compile("\\bMain\\b").matcher(code).find()) {
            say("uses Main, which nothing uses");
        }
    }

    private void checkOwn(String name) {
        if (name.equals("isthmus.*")) {
            say("imports isthmus.*, which hides what it uses");
        }
        if ((name + ".").startsWith("isthmus.Main.") && !isMain) {
            say("uses " + name + ", which nothing uses");
        }
        if (name.startsWith("isthmus.cli.") && !room.equals("isthmus.cli") && !isMain) {
            say("uses " + name + ", which is for Main alone");
        }
        boolean pure = room.equals("isthmus.latent") || room.equals("isthmus.image");
        boolean allowed = (name + ".").startsWith("isthmus.Failure.") || name.startsWith(room + ".");
        if (pure && !allowed) {
            say("uses " + name + ", though its room uses no other");
        }
    }

    private void checkNames() {
        Matcher types = TYPE.matcher(code);
        while (types.find()) {
            if (BAD_NAME.matcher(types.group(1)).find()) {
                say("declares " + types.group(1) + ", a name that says nothing");
            }
        }
    }

    private void checkLength(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() > LONG && lines.stream().limit(TOP).noneMatch(line -> line.contains("Long because"))) {
            say("has " + lines.size() + " lines and no \"Long because\" at its top");
        }
    }

    private void say(String what) {
        found.add(file + " " + what);
    }
}
