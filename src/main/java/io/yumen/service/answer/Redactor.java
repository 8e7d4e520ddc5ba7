package io.yumen.service.answer;

import java.util.List;
import java.util.Locale;
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

    /** Names of what is secret, after their words were set apart by underscores. */
    private static final Pattern NAME = Pattern.compile(
            "(?:.*_)?(?:password|passwd|pwd|passphrase|secret|token|api_?key|access_key|secret_key"
                    + "|private_key|key_data|client_secret|client_key_data|credentials?|authorization|bearer|cookie|kubeconfig|dsn|connection_string)");

    private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[-.\\s/]+");

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
            new Rule(
                    "(?i)\\b([a-z0-9_-]{0,40}(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)[\"']?)(\\s{0,2}[=:]\\s{0,8}(?:-\\s{1,4})?[\"']?)(?!\\[redacted\\])[^\\s,;&\"'}]{1,512}+",
                    "$1$2" + GONE));

    private final Set<String> hidden;
    private final UnaryOperator<ObjectNode> special;

    private Redactor(Set<String> hidden, UnaryOperator<ObjectNode> special) {
        this.hidden = Set.copyOf(hidden);
        this.special = special;
    }

    /** One that knows what all services have in common. */
    public static Redactor common() {
        return new Redactor(Set.of(), UnaryOperator.identity());
    }

    /** The same, which hides the values of these names, too. */
    public Redactor hides(Set<String> names) {
        return new Redactor(names, special);
    }

    /**
     * The same, which knows objects of its own.
     *
     * @param rule is given each object, and returns it, or another one without the secrets of it
     */
    public Redactor knows(UnaryOperator<ObjectNode> rule) {
        return new Redactor(hidden, rule);
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

    private ObjectNode object(ObjectNode object) {
        ObjectNode clean = JsonNodeFactory.instance.objectNode();
        boolean isNamed = isSecret(object.path("name").asString(""))
                || isSecret(object.path("key").asString(""));
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String name = property.getKey();
            JsonNode value = property.getValue();
            boolean isSecret = isSecret(name) || (isNamed && name.equals("value"));
            clean.set(name, isSecret && hasText(value) ? JsonNodeFactory.instance.stringNode(GONE) : tree(value));
        }
        return clean;
    }

    private static boolean hasText(JsonNode value) {
        return value.isString() && !value.stringValue().isEmpty();
    }

    private boolean isSecret(String name) {
        if (name.isEmpty() || name.length() > 200) {
            return false;
        }
        String words = WORDS.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
        return hidden.contains(name) || NAME.matcher(words).matches();
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
