package io.yumen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebBrowserTest {
    private static final URI PAGE = URI.create("https://login.example/authorize?state=a&scope=b%20c");

    @Test
    void a_page_is_one_argument_and_no_shell_reads_it() {
        assertThat(WebBrowser.command(PAGE, "Mac OS X", Map.of())).containsExactly("open", PAGE.toString());
        assertThat(WebBrowser.command(PAGE, "Windows 11", Map.of()))
                .containsExactly("rundll32", "url.dll,FileProtocolHandler", PAGE.toString());
        assertThat(WebBrowser.command(PAGE, "Linux", Map.of("WAYLAND_DISPLAY", "wayland-0")))
                .containsExactly("xdg-open", PAGE.toString());
    }

    @Test
    void where_nobody_would_see_it_nothing_is_opened() {
        assertThat(WebBrowser.command(PAGE, "Linux", Map.of())).isEmpty();
    }
}
