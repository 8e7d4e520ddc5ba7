package io.yumen.tidy;

import io.yumen.tidy.Source.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The order of the packages: a row imports only rows below it, and within a row only {@code x.y} may import {@code x}.
 * A package that is not named stands where the nearest named one above it stands; a new noun gets its place in
 * {@link #TABLE} first. {@code service.*} are all packages below {@code service}. Some names have their place before they
 * are built.
 */
public final class Ladder implements Rule {
    private static final String RULE = "ladder";

    static final String TABLE = """
            14 cli
            13 cli.file  cli.server  cli.access  cli.audit  cli.pins  cli.cache  cli.lockdown  cli.state
            12 app  cli.command
            11 app.access
            10 app.servers
             9 config  connect
             8 hub  admin  admin.running  auth.server  service.kubernetes  service.helm  service.awsdocs  service.awsdocs.pack  service.browser  transport  transport.http  transport.sse  transport.stdio  transport.websocket  transport.poll  transport.envelope  transport.resource
             7 hub.members  channel  admin.api  service.browser.page  service.kubernetes.look  service.kubernetes.change  service.helm.chart  service.awsdocs.shelf  service.awsdocs.shelf.index  service.awsdocs.shelf.desk  service.awsdocs.read
             6 hub.lists  hub.forms  hub.search  auth  auth.jwt  auth.policy  auth.approval  auth.lockdown  backend.life  backend.login  backend.http  backend.stdio  backend.websocket  backend.local  service.*  service.browser.link  service.browser.registry  service.browser.snapshot  service.browser.wire  service.helm.worker  service.kubernetes.api  service.awsdocs.markdown  service.awsdocs.upstream  service.awsdocs.upstream.told  service.awsdocs.demo  catalogue.openapi
             5 backend  backend.guard  backend.legacy  backend.modern  session  session.legacy  session.modern  audit  audit.trail  audit.sink  catalogue  catalogue.rest  auth.users  pin  service.kubernetes.form  service.awsdocs.html  service.browser.cdp
             4 service  service.answer  oauth  oauth.caller  hub.names  backend.link  limit  catalogue.cache  service.awsdocs.page
             3 exchange  exchange.task  oauth.discovery
             2 store  store.memory  store.disk  store.redis  http  process
             1 telemetry  schema  process.pipe  http.tls
             0 protocol  tenant  secret
            """;

    /** What is forbidden although the rows would allow it; both sides mean the package and all below it. */
    private static final List<Never> NEVER = List.of(
            new Never("transport", "hub"),
            new Never("transport", "backend"),
            new Never("transport", "service"),
            new Never("hub", "transport"),
            new Never("hub", "http"),
            new Never("hub", "auth"),
            new Never("hub", "oauth"),
            new Never("transport", "oauth"));

    /** Services whose clusters, or the like, another service reaches, too. */
    private static final Map<String, String> LENT = Map.of("service.helm", "service.kubernetes");

    private record Never(String from, String to) {
        boolean forbids(String importer, String imported) {
            return isAtOrBelow(importer, from) && isAtOrBelow(imported, to);
        }
    }

    private static final Map<String, Integer> ROWS = rows();

    @Override
    public List<Violation> check(List<Source> sources) {
        List<Violation> found = new ArrayList<>();
        for (Source source : sources) {
            if (!source.isMain() || source.packageName().equals(Source.BASE) && source.isPackageInfo()) {
                continue;
            }
            if (rowOf(source.room()).isEmpty()) {
                found.add(Violation.at(
                        source,
                        1,
                        RULE,
                        "package '" + source.room() + "' has no row in the table of tidy/Ladder.java"));
                continue;
            }
            for (Reference reference : source.references()) {
                objection(source.room(), reference)
                        .ifPresent(text -> found.add(Violation.at(source, reference.line(), RULE, text)));
            }
        }
        return found;
    }

    private static Optional<String> objection(String importer, Reference reference) {
        if (!isAtOrBelow(reference.packageName(), Source.BASE)) {
            return Optional.empty();
        }
        String imported = Source.roomOf(reference.packageName());
        if (imported.equals(importer)) {
            return Optional.empty();
        }
        Optional<Integer> row = rowOf(imported);
        if (row.isEmpty()) {
            return Optional.of("imports '" + imported + "', which has no row in the table of tidy/Ladder.java");
        }
        if (!mayImport(importer, imported, row.get())) {
            return Optional.of(importer + " may not import " + imported + ": rows import only rows below them");
        }
        if (NEVER.stream().anyMatch(never -> never.forbids(importer, imported))) {
            return Optional.of(importer + " may never import " + imported);
        }
        return isAtOrBelow(importer, "config")
                ? beyondConfiguration(imported, reference, row.get())
                : concrete(importer, imported);
    }

    private static boolean mayImport(String importer, String imported, int row) {
        int own = rowOf(importer).orElseThrow();
        return row < own || row == own && importer.startsWith(imported + ".");
    }

    private static Optional<String> beyondConfiguration(String imported, Reference reference, int row) {
        String type = reference.typeName();
        return row <= 1 || isAtOrBelow(imported, "config") || type.endsWith("Config") || type.endsWith("Limits")
                ? Optional.empty()
                : Optional.of("config sees of " + imported + " only *Config and *Limits, not " + type);
    }

    private static Optional<String> concrete(String importer, String imported) {
        boolean isService = imported.startsWith("service.") && !imported.equals("service.answer");
        boolean isConcrete = imported.startsWith("store.") || isService;
        boolean isLent = wholeOf(imported).equals(LENT.get(wholeOf(importer)));
        return !isConcrete || isLent || isAtOrBelow(importer, "app") || isAtOrBelow(importer, wholeOf(imported))
                ? Optional.empty()
                : Optional.of("only app may import the concrete " + imported);
    }

    /** The service, or the kind of store, whose room that is: its rooms see each other. */
    private static String wholeOf(String room) {
        int end = room.indexOf('.', room.indexOf('.') + 1);
        return end < 0 ? room : room.substring(0, end);
    }

    static Optional<Integer> rowOf(String room) {
        for (String name = room; !name.isEmpty(); name = parent(name)) {
            Integer row = name.equals(room) ? ROWS.get(name) : ROWS.getOrDefault(name + ".*", ROWS.get(name));
            if (row != null) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    private static String parent(String room) {
        return room.substring(0, Math.max(0, room.lastIndexOf('.')));
    }

    static boolean isAtOrBelow(String name, String root) {
        return name.equals(root) || name.startsWith(root + ".");
    }

    private static Map<String, Integer> rows() {
        Map<String, Integer> rows = new HashMap<>();
        TABLE.lines().forEach(line -> {
            String[] words = line.strip().split("\\s+");
            for (int i = 1; i < words.length; i++) {
                rows.put(words[i], Integer.valueOf(words[0]));
            }
        });
        return Map.copyOf(rows);
    }
}
