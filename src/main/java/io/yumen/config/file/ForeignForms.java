package io.yumen.config.file;

import io.yumen.config.file.Located.Arr;
import io.yumen.config.file.Located.Bool;
import io.yumen.config.file.Located.Member;
import io.yumen.config.file.Located.Obj;
import io.yumen.config.file.Located.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Turns the forms in which other programs write their servers into ours, with a warning where something is lost. */
final class ForeignForms {
    /** What every server gets that does not say otherwise. */
    static final String DEFAULTS = "serverDefaults";

    private static final String SERVERS = "mcpServers";
    private static final Map<String, String> OTHER_NAMES = Map.of(
            "serverUrl", "url",
            "excludeTools", "disabledTools",
            "httpUrl", "url",
            "timeout", "requestTimeout",
            "workingDirectory", "cwd",
            "envs", "env");
    private static final Map<String, String> OTHER_TYPES = Map.of(
            "sse", "http",
            "ws", "websocket",
            "local", "stdio",
            "remote", "http",
            "streamablehttp", "http",
            "streamable-http", "http",
            "streamable_http", "http");

    /** Keys of other programs that say nothing to a gateway. */
    private static final Set<String> WITHOUT_MEANING = Set.of(
            "alwaysAllow",
            "autoApprove",
            "trust",
            "gallery",
            "stderr",
            "description",
            "name",
            "icon",
            "disabledReason",
            "watchPaths",
            "source",
            "dev");

    private final Problems problems;

    ForeignForms(Problems problems) {
        this.problems = problems;
    }

    /** The file as it would stand in our own form. */
    Obj normalize(Obj root) {
        Map<String, Member> members = new LinkedHashMap<>();
        Map<String, Member> servers = new LinkedHashMap<>();
        Map<String, Member> defaults = new LinkedHashMap<>();
        root.members().forEach((key, member) -> {
            switch (key) {
                case SERVERS -> merge(servers, member);
                case "servers" -> {
                    problems.warning(member.at(), key, "Read as \"mcpServers\"");
                    merge(servers, member);
                }
                case "mcpTemplates" -> merge(servers, new Member(member.at(), templates(member.value())));
                case DEFAULTS -> merge(defaults, member);
                case "inputs" ->
                    problems.warning(member.at(), key, "Inputs are not asked for; set a variable INPUT_<ID> for each");
                case "instructionTemplates", "publishedInstructionTemplates", "activeInstructionTemplate" ->
                    problems.warning(member.at(), key, "Instructions are combined as they are, without templates");
                case "version", "templateSettings" -> {}
                default -> members.put(key, member);
            }
        });
        servers.replaceAll((name, member) -> new Member(member.at(), server(name, member.value(), defaults)));
        members.put(SERVERS, new Member(root.at(), new Obj(root.at(), servers)));
        return new Obj(root.at(), members);
    }

    private void merge(Map<String, Member> target, Member member) {
        if (member.value() instanceof Obj object) {
            target.putAll(object.members());
        } else {
            problems.error(member.at(), SERVERS, "This is " + member.value().kind() + ", but must be an object");
        }
    }

    private Located server(String name, Located value, Map<String, Member> defaults) {
        if (!(value instanceof Obj object)) {
            return value;
        }
        Map<String, Member> members = new LinkedHashMap<>(defaults);
        object.members().forEach((key, member) -> {
            String known = OTHER_NAMES.getOrDefault(key, key);
            if (WITHOUT_MEANING.contains(key)) {
                problems.warning(member.at(), SERVERS + "." + name + "." + key, "This key means nothing to a gateway");
            } else {
                Member own = new Member(member.at(), valueOf(known, member.value()));
                members.merge(known, own, (inherited, said) -> inherit(known, inherited, said));
            }
        });
        if (members.remove("enabled") instanceof Member enabled && enabled.value() instanceof Bool on) {
            members.put("disabled", new Member(enabled.at(), new Bool(enabled.at(), !on.value())));
        }
        return new Obj(object.at(), members);
    }

    /** A server's own value instead of what it inherits; variables, and patterns over their names, add up. */
    private static Member inherit(String key, Member inherited, Member own) {
        if (key.equals("env") && inherited.value() instanceof Obj some && own.value() instanceof Obj others) {
            Map<String, Member> all = new LinkedHashMap<>(some.members());
            all.putAll(others.members());
            return new Member(own.at(), new Obj(others.at(), all));
        }
        if (key.equals("envFilter") && inherited.value() instanceof Arr some && own.value() instanceof Arr others) {
            List<Located> all = new ArrayList<>(some.elements());
            all.addAll(others.elements());
            return new Member(own.at(), new Arr(others.at(), all));
        }
        return own;
    }

    private static Located valueOf(String key, Located value) {
        return switch (key) {
            case "env" -> value instanceof Arr list ? environment(list) : value;
            case "type" -> value instanceof Text text ? type(text) : value;
            case "disabled" -> value instanceof Text text ? truth(text) : value;
            default -> value;
        };
    }

    /** {@code ["NAME=value"]} as {@code {"NAME": "value"}}. */
    private static Located environment(Arr list) {
        Map<String, Member> variables = new LinkedHashMap<>();
        for (Located element : list.elements()) {
            if (!(element instanceof Text text) || text.value().indexOf('=') < 1) {
                return list;
            }
            int equals = text.value().indexOf('=');
            variables.put(
                    text.value().substring(0, equals),
                    new Member(text.at(), new Text(text.at(), text.value().substring(equals + 1))));
        }
        return new Obj(list.at(), variables);
    }

    private static Located type(Text text) {
        String word = text.value().toLowerCase(Locale.ROOT);
        return new Text(text.at(), OTHER_TYPES.getOrDefault(word, word));
    }

    private static Located truth(Text text) {
        return switch (text.value()) {
            case "true" -> new Bool(text.at(), true);
            case "false" -> new Bool(text.at(), false);
            default -> text;
        };
    }

    /** Templates become servers with a scope; {@code {{user.name}}} becomes {@code ${user.name}}. */
    private static Located templates(Located value) {
        if (!(value instanceof Obj object)) {
            return value;
        }
        Map<String, Member> servers = new LinkedHashMap<>();
        object.members()
                .forEach((name, member) -> servers.put(name, new Member(member.at(), template(member.value()))));
        return new Obj(object.at(), servers);
    }

    private static Located template(Located value) {
        Located filled = value.mapTexts(
                text -> new Text(text.at(), text.value().replaceAll("\\{\\{\\s*([A-Za-z0-9_.]+)\\s*}}", "\\${$1}")));
        if (!(filled instanceof Obj object)) {
            return filled;
        }
        Map<String, Member> members = new LinkedHashMap<>(object.members());
        Member template = members.remove("template");
        String scope = template != null && isShareable(template.value()) ? "user" : "session";
        members.putIfAbsent("scope", new Member(object.at(), new Text(object.at(), scope)));
        return new Obj(object.at(), members);
    }

    private static boolean isShareable(Located template) {
        return template instanceof Obj object
                && object.members().get("shareable") instanceof Member member
                && member.value() instanceof Bool shareable
                && shareable.value();
    }
}
