package isthmus.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The one decoder of each format. Named here rather than discovered by ImageIO, which uses the class loader of
 * whatever thread comes first. Any thread.
 */
final class Decoders {
    private static final Map<Format, ImageReaderSpi> BY_FORMAT = new EnumMap<>(Format.class);

    static {
        // Pictures are never shown on this machine's screen, and there may be none.
        System.setProperty("java.awt.headless", "true");
        IIORegistry registry = IIORegistry.getDefaultInstance();
        BY_FORMAT.put(Format.WEBP, new WebPImageReaderSpi());
        // Reads CMYK; must be registered, for it looks up the platform's JPEG reader there and delegates to it.
        var jpeg = new JPEGImageReaderSpi();
        registry.registerServiceProvider(jpeg, ImageReaderSpi.class);
        BY_FORMAT.put(Format.JPEG, jpeg);
        for (Format format : new Format[] {Format.PNG, Format.GIF, Format.BMP}) {
            BY_FORMAT.put(format, platform(registry, format));
        }
    }

    private Decoders() {}

    private static ImageReaderSpi platform(IIORegistry registry, Format format) {
        Iterator<ImageReaderSpi> all = registry.getServiceProviders(ImageReaderSpi.class, false);
        while (all.hasNext()) {
            ImageReaderSpi provider = all.next();
            if (provider.getPluginClassName().startsWith("com.sun.imageio.")
                    && provider.getFormatNames()[0].equalsIgnoreCase(format.name())) {
                return provider;
            }
        }
        throw new IllegalStateException("this Java has no decoder of " + format);
    }

    /** A fresh decoder, to be disposed of by the caller. */
    static ImageReader of(Format format) {
        try {
            return BY_FORMAT.get(format).createReaderInstance();
        } catch (IOException e) {
            throw new UncheckedIOException("making a decoder reads nothing", e);
        }
    }
}
