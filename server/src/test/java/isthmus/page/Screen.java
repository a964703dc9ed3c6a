package isthmus.page;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.stream.Stream;

/**
 * What somebody looks at the page with.
 *
 * @param width in CSS pixels, each of which is one pixel here: software draws them all
 * @param height in CSS pixels
 * @param touch fingers instead of a mouse, on a telephone that honours the page's viewport
 * @param dark whether the reader asked for dark pages
 * @param still whether the reader asked for no motion
 */
record Screen(int width, int height, boolean touch, boolean dark, boolean still) {
    static final Screen DESKTOP = new Screen(1440, 900, false, false, false);
    static final Screen TABLET = new Screen(1024, 768, false, false, false);
    static final Screen PHONE = new Screen(390, 844, true, false, false);

    /** Each size, light and dark: {@code @MethodSource("isthmus.page.Screen#all")}. */
    static Stream<Screen> all() {
        return Stream.of(DESKTOP, TABLET, PHONE).flatMap(screen -> Stream.of(screen, screen.inTheDark()));
    }

    Screen inTheDark() {
        return new Screen(width, height, touch, true, still);
    }

    Screen withoutMotion() {
        return new Screen(width, height, touch, dark, true);
    }

    NewContextOptions options() {
        return new NewContextOptions()
                .setViewportSize(width, height)
                .setHasTouch(touch)
                .setIsMobile(touch)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setReducedMotion(still ? ReducedMotion.REDUCE : ReducedMotion.NO_PREFERENCE)
                .setLocale("en-GB")
                .setIgnoreHTTPSErrors(true); // a proxy's certificate that a test made
    }

    /** Such as 1440x900-dark; part of a screenshot's name. */
    @Override
    public String toString() {
        return width + "x" + height + (dark ? "-dark" : "-light") + (still ? "-still" : "");
    }
}
