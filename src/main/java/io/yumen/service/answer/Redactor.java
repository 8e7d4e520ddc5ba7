package io.yumen.service.answer;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes secrets out of what a service tells. It goes by what values look like (private keys, tokens, passwords in URLs), by
 * what they are called, and by the kinds that are known to hold secrets. All that services answer passes here, so that no tool can forget
 * it. What it cannot know is a secret stays: services name what they know ({@link #hides}). Safe for many threads.
 */
public final class Redactor {
    /** What stands where a secret was. */
    public static final String GONE = "[redacted]";

    /** What says where a secret is and is none itself, as a volume of Kubernetes does: {@code "secret": {"secretName": "tls"}}. */
    private static final Set<String> WHERE = Set.of(
            "secretName",
            "secretNamespace",
            "defaultMode",
            "optional",
            "items",
            "path",
            "expirationSeconds",
            "audience");

    /** What follows an opening quote up to its end. */
    private static final String IN_QUOTES =
            "(?!\\[redacted\\])[^Q\\\\\\n]{0,2048}+(?:\\\\.[^Q\\\\\\n]{0,2048}+){0,64}+(?=Q)";

    /** What secrets are called in texts, then a value: in quotes that are escaped, in quotes, or as far as a word goes. */
    private static final String NAMED =
            "(?i)\\b([a-z0-9_.-]{0,40}(?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key"
                    + "|private[_-]?key|key-data)\\\\{0,3}[\"']?)(\\s{0,2}[=:]~?\\s{0,8}(?:-\\s{1,4})?)"
                    + "(?:(\\\\{1,3}[\"'])(?!\\[redacted\\])[^\"'\\\\]{1,2048}+|(\")" + IN_QUOTES.replace('Q', '"')
                    + "|(')"
                    + IN_QUOTES.replace('Q', '\'') + "|([\"']?)(?!\\[redacted\\])[^\\s,;&\"'}\\\\]{1,512}+)";

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\]*+(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?",
                    GONE),
            new Rule("(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{4,}+\\.[A-Za-z0-9_-]*+", GONE),
            new Rule("(?i)\\b(bearer|basic|digest)\\s+[A-Za-z0-9._~+/=-]{8,}+", "$1 " + GONE),
            new Rule("(://[^/\\s:@\"']{0,256}+):[^/\\s@\"']{1,512}+@", "$1:" + GONE + "@"),
            new Rule("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b", GONE),
            new Rule(
                    "\\b(?:gh[pousr]_[A-Za-z0-9]{20,}+|github_pat_\\w{20,}+|glpat-[\\w-]{16,}+|xox[abprs]-[\\w-]{10,}+|sk-[\\w-]{20,}+|ymk_\\w{20,}+)",
                    GONE),
            new Rule("\\bYXBpVmVyc2lvbj[A-Za-z0-9+/=]{80,}+", GONE),
            new Rule(
                    "\\bLS0tLS1CRUdJTi(?:BSU0EgUFJJ|BQUklWQVRF|BFQyBQUklW|BPUEVOU1NI|BFTkNSWVBU)[A-Za-z0-9+/=]{16,}+",
                    GONE),
            new Rule(NAMED, "$1$2$3$4$5$6" + GONE));

    private final SecretNames names;
    private final UnaryOperator<ObjectNode> special;

    private Redactor(SecretNames names, UnaryOperator<ObjectNode> special) {
        this.names = names;
        this.special = special;
    }

    /** One that knows what all services have in common. */
    public static Redactor common() {
        return new Redactor(new SecretNames(Set.of()), UnaryOperator.identity());
    }

    /** The same, which hides the values of these names, too. */
    public Redactor hides(Set<String> more) {
        return new Redactor(new SecretNames(more), special);
    }

    /**
     * The same, which knows objects of its own.
     *
     * @param rule is given each object, and returns it, or another one without the secrets of it
     */
    public Redactor knows(UnaryOperator<ObjectNode> rule) {
        return new Redactor(names, rule);
    }

    /** The tree without secrets; a copy where it has any, or might. */
    public JsonNode tree(JsonNode tree) {
        return switch (tree) {
            case ObjectNode object -> object(special.apply(object));
            case ArrayNode array -> {
                ArrayNode clean = JsonNodeFactory.instance.arrayNode(array.size());
                array.forEach(element -> clean.add(tree(element)));
                yield clean;
            }
            default -> tree.isString() ? string(tree) : tree;
        };
    }

    /** The text without what looks like a secret. */
    public String text(String text) {
        String clean = text;
        for (Rule rule : RULES) {
            clean = rule.pattern().matcher(clean).replaceAll(rule.replacement());
        }
        return clean;
    }

    /** The value of what is called so: nothing of it where that is the name of a secret. */
    public JsonNode named(String name, JsonNode value) {
        return names.has(name) && holds(value) ? JsonNodeFactory.instance.stringNode(GONE) : tree(value);
    }

    private ObjectNode object(ObjectNode object) {
        ObjectNode clean = JsonNodeFactory.instance.objectNode();
        boolean isNamed = names.has(object.path("name").asString(""))
                || names.has(object.path("key").asString(""))
                || names.has(object.path("label").asString(""));
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String name = property.getKey();
            JsonNode value = property.getValue();
            boolean isValue = isNamed && (name.equals("value") || name.equals("values"));
            clean.set(name, isValue ? named("secret", value) : named(name, value));
        }
        return clean;
    }

    /** Whether it can hold a secret: words, numbers, and all that has parts, but not what only says where one is. */
    private static boolean holds(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return !object.isEmpty() && !WHERE.containsAll(object.propertyNames());
        }
        return value.isNumber() || (value.isString() && !value.stringValue().isEmpty()) || !value.isEmpty();
    }

    private JsonNode string(JsonNode value) {
        String text = value.stringValue();
        String clean = text(text);
        return clean.equals(text) ? value : JsonNodeFactory.instance.stringNode(clean);
    }

    /** A look that secrets have, and what is put there. */
    private record Rule(Pattern pattern, String replacement) {
        Rule(String pattern, String replacement) {
            this(Pattern.compile(pattern), replacement);
        }
    }
}
