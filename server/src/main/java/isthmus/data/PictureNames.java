package isthmus.data;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which files of a folder are pictures, and their order, by paths within the folder with slashes. Any thread. */
public final class PictureNames {
    private static final Pattern PICTURE = Pattern.compile(".*\\.(png|jpe?g|webp|gif|bmp)");
    private static final Pattern HIDDEN = Pattern.compile("(?:.*/)?\\..*");

    private PictureNames() {}

    /** By its extension; hidden files, and files in hidden folders, are none. */
    public static boolean isPicture(String within) {
        return !HIDDEN.matcher(within).matches()
                && PICTURE.matcher(within.toLowerCase(Locale.ROOT)).matches();
    }

    /** A sort key that compares folder by folder. */
    public static String key(String within) {
        return within.replace('/', '\0') + '\0';
    }

    /** The top-level subfolder that a file is in; null where it is in none. */
    public static String subfolder(String within) {
        int slash = within.indexOf('/');
        return slash < 0 ? null : within.substring(0, slash);
    }
}
