package io.yumen.tidy;

import io.yumen.tidy.Source.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A third-party type stays in the package that chose it, so that it can be replaced there. A library that is not in the
 * table may be used nowhere. The longest matching name decides.
 */
public final class ThirdParty implements Rule {
    private static final String EVERYWHERE = "*";

    /** Library package, then the packages that may import it (with those below them). */
    static final Map<String, String> ALLOWED = Map.ofEntries(
            // The language and the JDK; what is not Java SE is named one by one.
            Map.entry("java", EVERYWHERE),
            Map.entry("javax", EVERYWHERE),
            Map.entry("jdk.net", "http"),
            // Free everywhere: null marks, the logging face, and the JSON tree that is our wire form.
            Map.entry("org.jspecify.annotations", EVERYWHERE),
            Map.entry("org.slf4j", EVERYWHERE),
            Map.entry("tools.jackson.databind.JsonNode", EVERYWHERE),
            Map.entry("tools.jackson.databind.node", EVERYWHERE),
            // One package each.
            Map.entry("tools.jackson", "protocol config"),
            Map.entry("io.helidon", "http"),
            Map.entry("picocli", "cli"),
            Map.entry("io.prometheus", "telemetry"),
            Map.entry("io.opentelemetry", "telemetry"),
            Map.entry("ch.qos.logback", "telemetry"),
            Map.entry("dev.failsafe", "backend"),
            Map.entry(
                    "com.github.benmanes.caffeine",
                    "backend session limit auth hub service.answer oauth.caller catalogue.cache service.awsdocs.shelf.desk"),
            Map.entry("tools.jackson.dataformat", "service.answer"),
            Map.entry("org.snakeyaml.engine", "service.answer"),
            Map.entry("tools.jackson.databind.ObjectMapper", "protocol config service.answer"),
            Map.entry("tools.jackson.core.JsonParser", "protocol config service.answer"),
            Map.entry("tools.jackson.core.JsonToken", "protocol config service.answer"),
            Map.entry("tools.jackson.core.JacksonException", "protocol config service.answer"),
            Map.entry("dev.toonformat", "service.answer"),
            Map.entry("io.burt", "service.answer"),
            Map.entry("com.networknt", "schema protocol service config"),
            Map.entry("com.nimbusds", "auth.jwt"),
            Map.entry("com.password4j", "auth.users"),
            Map.entry("dev.cel", "auth"),
            Map.entry("org.h2.mvstore", "store.disk"),
            Map.entry("org.h2.store.fs", "store.disk"),
            Map.entry("io.lettuce", "store.redis"),
            Map.entry("org.jsoup", "service.awsdocs.html"),
            Map.entry("org.commonmark", "service.awsdocs.markdown"),
            Map.entry("org.apache.lucene", "service.awsdocs.shelf.index"),
            Map.entry("com.marcnuri.helm", "service.helm.worker"),
            Map.entry("com.sun.jna", "service.helm.worker"),
            Map.entry("io.fabric8", "service.kubernetes.api"));

    @Override
    public List<Violation> check(List<Source> sources) {
        List<Violation> found = new ArrayList<>();
        for (Source source : sources) {
            if (!source.isMain()) {
                continue;
            }
            for (Reference reference : source.references()) {
                if (!Ladder.isAtOrBelow(reference.name(), Source.BASE) && !isAllowed(source.room(), reference.name())) {
                    found.add(Violation.at(
                            source,
                            reference.line(),
                            "third-party",
                            reference.name() + " may not be used in '" + source.room()
                                    + "' (table in tidy/ThirdParty.java)"));
                }
            }
        }
        return found;
    }

    private static boolean isAllowed(String room, String name) {
        String rest = name;
        while (!ALLOWED.containsKey(rest)) {
            int dot = rest.lastIndexOf('.');
            if (dot < 0) {
                return false;
            }
            rest = rest.substring(0, dot);
        }
        String rooms = ALLOWED.get(rest);
        return rooms.equals(EVERYWHERE)
                || Arrays.stream(rooms.split(" ")).anyMatch(allowed -> Ladder.isAtOrBelow(room, allowed));
    }
}
