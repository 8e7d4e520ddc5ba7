package io.yumen.http;

import io.yumen.secret.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A page for people, in the one look that all of ours have: no script, nothing from elsewhere, in no frame, kept by nobody.
 *
 * @param status the HTTP status
 * @param title as text
 * @param body as HTML; what others chose stands in it {@link #escaped}
 * @param formTargets where its forms may lead, redirects included, as sources of a content security policy
 */
public record HtmlPage(int status, String title, String body, String formTargets) {
    private static final String STYLE = """
            :root{color-scheme:light dark;--ink:#1c2024;--dim:#5c6670;--line:#d5dae0;--paper:#fff;--ground:#f3f5f7;--act:#0b5cad;--warn:#8a4b00}
            @media(prefers-color-scheme:dark){:root{--ink:#e8ebee;--dim:#9aa5b1;--line:#3a424b;--paper:#1b2026;--ground:#12161a;--act:#6cb2f7;--warn:#f0b35c}}
            body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
            main{max-width:30rem;margin:8vh auto;padding:2rem;background:var(--paper);border:1px solid var(--line);border-radius:.75rem;overflow-wrap:anywhere}
            header{color:var(--dim);font-size:.85rem;letter-spacing:.08em;text-transform:uppercase}
            h1{font-size:1.4rem;line-height:1.25;margin:.25rem 0 1rem}h2{font-size:1.05rem;margin:2rem 0 .5rem}
            label{display:block;margin:.75rem 0 .25rem;font-weight:600}
            input{box-sizing:border-box;width:100%;padding:.55rem;font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:.4rem}
            button{margin:1rem .5rem 0 0;padding:.55rem 1.1rem;font:inherit;font-weight:600;color:var(--paper);background:var(--act);border:1px solid var(--act);border-radius:.4rem}
            button.quiet{color:var(--act);background:none}:focus-visible{outline:3px solid var(--act);outline-offset:2px}
            dl{margin:0}dt{color:var(--dim);font-size:.85rem}dd{margin:0 0 .6rem}
            .warn{color:var(--warn);font-weight:600}.dim{color:var(--dim)}
            """;

    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + digest(STYLE)
            + "'; base-uri 'none'; frame-ancestors 'none'; form-action ";

    /** A page whose forms lead to pages of ours. */
    public static HtmlPage of(int status, String title, String body) {
        return new HtmlPage(status, title, body, "'self'");
    }

    /** What HTTP says beside it. Forms say from which of our pages they come, and nobody else hears of these. */
    public Headers headers() {
        return Headers.of(
                "Content-Type", "text/html; charset=utf-8",
                "Content-Security-Policy", POLICY + formTargets,
                "X-Frame-Options", "DENY",
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "same-origin",
                "Cross-Origin-Opener-Policy", "same-origin",
                "Cache-Control", "no-store");
    }

    /** The page itself. */
    public byte[] bytes() {
        String text = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" + escaped(title)
                + " - Yumen</title><style>" + STYLE + "</style></head><body><main><header>Yumen</header><h1>"
                + escaped(title) + "</h1>" + body + "</main></body></html>\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Text that nothing of HTML is in, also not within quotes. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String digest(String style) {
        return Base64.getEncoder().encodeToString(Sha256.of(style));
    }
}
