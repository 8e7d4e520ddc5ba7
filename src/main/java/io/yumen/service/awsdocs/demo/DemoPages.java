package io.yumen.service.awsdocs.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pages, by {@code host/path}, as they were written; those in HTML get their frame here. */
final class DemoPages {
    private final Map<String, DemoPage> pages = new LinkedHashMap<>();
    private final Map<String, String> moved;
    private final String frame = required("frame.html");
    private final String front = required("front.html");

    /**
     * A page.
     *
     * @param path of its HTML, with the host
     */
    record DemoPage(String path, String guide, String title, String summary) {
        String url() {
            return "https://" + path;
        }
    }

    DemoPages() {
        rows("pages.txt")
                .forEach(row -> pages.put(row.get(0), new DemoPage(row.get(0), row.get(1), row.get(2), row.get(3))));
        moved = rows("moved.txt").stream().collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
    }

    /** All of them. */
    List<DemoPage> all() {
        return List.copyOf(pages.values());
    }

    /** What a page is called, by its address. */
    Optional<DemoPage> named(String url) {
        return Optional.ofNullable(pages.get(url.replaceFirst("^https?://", "").replaceAll("[?#].*", "")));
    }

    Optional<String> moved(String path) {
        return Optional.ofNullable(moved.get(path));
    }

    /** What stands there. */
    Optional<String> text(String path) {
        if (path.endsWith("/")) {
            return all().stream()
                    .filter(page -> folder(page.path()).equals(path))
                    .findFirst()
                    .map(first -> front.replace("@GUIDE@", first.guide())
                            .replace("@FIRST@", first.path().substring(path.length())));
        }
        DemoPage page = pages.get(path);
        if (path.endsWith(".html")) {
            return Optional.ofNullable(page).map(this::framed);
        }
        return path.matches("docs\\.[a-z.]+(/[A-Za-z0-9_-]+)*/[A-Za-z0-9_-]+\\.(md|json|txt|xml)")
                ? Optional.ofNullable(read(path))
                : Optional.empty();
    }

    private String framed(DemoPage page) {
        String body = required(page.path());
        String sibling = page.path().replaceAll("html$", "md");
        String name = sibling.substring(sibling.lastIndexOf('/') + 1);
        String links = read(sibling) == null
                ? ""
                : "<link rel=\"alternate\" type=\"text/markdown\" href=\"" + name
                        + "\"/>\n<p class=\"awsdocs-md\"><a href=\"" + name
                        + "\">View a markdown version of this page</a></p>\n";
        return frame.replace("@TITLE@", page.title())
                .replace("@GUIDE@", page.guide())
                .replace("@ADDRESS@", page.url())
                .replace("@BODY@", links + body.stripTrailing());
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static List<List<String>> rows(String name) {
        return required(name)
                .lines()
                .map(line -> List.of(line.split(" \\| ", -1)))
                .toList();
    }

    private static String required(String name) {
        String text = read(name);
        if (text == null) {
            throw new IllegalStateException("The demo lacks its file " + name);
        }
        return text;
    }

    private static @Nullable String read(String name) {
        try (InputStream in = DemoPages.class.getResourceAsStream(name)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The demo cannot read its file " + name, e);
        }
    }
}
