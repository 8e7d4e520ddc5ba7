package io.yumen.cli;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens pages in the user's browser, where there is one. */
final class WebBrowser {
    private static final Logger log = LoggerFactory.getLogger(WebBrowser.class);

    /** What no browser needs to know. */
    private static final Set<String> OURS = Set.of("YUMEN_MASTER_KEY", "YUMEN_KEY", "CREDENTIALS_DIRECTORY");

    private WebBrowser() {}

    /** Opens it, or does nothing; returns at once. What opens it has no part in our standard streams. */
    static void open(URI page) {
        List<String> command = command(page, System.getProperty("os.name", ""), System.getenv());
        if (command.isEmpty()) {
            return;
        }
        try {
            ProcessBuilder browser = new ProcessBuilder(command);
            browser.environment().keySet().removeAll(OURS);
            browser.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .getOutputStream()
                    .close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("No browser could be opened");
        }
    }

    /** What opens that page on that system; empty where nobody would see it. */
    static List<String> command(URI page, String system, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        String url = page.toString();
        if (name.startsWith("mac")) {
            return List.of("open", url);
        }
        if (name.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler", url);
        }
        boolean hasScreen = environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
        return hasScreen ? List.of("xdg-open", url) : List.of();
    }
}
