package io.yumen.auth.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.yumen.protocol.Nearest;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** CEL with the variables that rules have. Loading this class loads the library, so only an expression may do that. */
final class Language {
    /** Elements that the comprehensions of one evaluation go through at most. */
    private static final int MOST_ELEMENTS = 10_000;

    /** Instructions of a compiled pattern at most; patterns are matched in linear time (RE2). */
    private static final int LARGEST_PATTERN = 1_000;

    private static final Pattern UNKNOWN = Pattern.compile("undeclared reference to '([^']+)'");

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableUnknownTracking(true)
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(MOST_ELEMENTS)
            .maxRegexProgramSize(LARGEST_PATTERN)
            .maxExpressionCodePointSize(RuleConfig.LONGEST_EXPRESSION)
            .build();
    private static final CelType TEXTS = ListType.create(SimpleType.STRING);
    private static final CelType ANYTHING = MapType.create(SimpleType.STRING, SimpleType.DYN);
    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar(Facts.PRINCIPAL_NAME, SimpleType.STRING)
            .addVar(Facts.PRINCIPAL_TENANT, SimpleType.STRING)
            .addVar(Facts.ROLES, TEXTS)
            .addVar(Facts.SCOPES, TEXTS)
            .addVar(Facts.CLAIMS, ANYTHING)
            .addVar(Facts.CLIENT, SimpleType.STRING)
            .addVar(Facts.PROOF, SimpleType.STRING)
            .addVar(Facts.ADDRESS, SimpleType.STRING)
            .addVar(Facts.VIEW, SimpleType.STRING)
            .addVar(Facts.SERVER, SimpleType.STRING)
            .addVar(Facts.TAGS, TEXTS)
            .addVar(Facts.METHOD, SimpleType.STRING)
            .addVar(Facts.NAME, SimpleType.STRING)
            .addVar(Facts.ANNOTATIONS, MapType.create(SimpleType.STRING, SimpleType.DYN))
            .addVar(Facts.ARGUMENTS, ANYTHING)
            .addVar(Facts.NOW, SimpleType.TIMESTAMP)
            .setResultType(SimpleType.BOOL)
            .build();

    /** What goes on where an operand fails, by the names of the library; loops are made of them too. */
    private static final Set<String> FORGIVING =
            Set.of("logical_and", "logical_or", "conditional", "not_strictly_false");

    /** The library's interpreter. */
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

    /** The same interpreter for what is asked of each call, where nothing is unknown: to look for it takes half as long again. */
    private static final CelRuntime KNOWING = CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(OPTIONS.toBuilder().enableUnknownTracking(false).build())
            .build();

    /**
     * The library's planner, which takes a fifth of the time. Only for what ends where anything in it fails: where an operand of
     * {@code &&} or {@code ||} fails, what it (0.14) passes on compares as unequal to everything, so that a rule of which the
     * expression failed may hold.
     */
    private static final CelRuntime PLANNED = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS.toBuilder().enableUnknownTracking(false).build())
            .build();

    private Language() {}

    /**
     * Reads an expression and checks its types.
     *
     * @throws IllegalArgumentException where it is no expression that is true or false; the message says where and why
     */
    static Condition compile(String expression) {
        CelValidationResult result = COMPILER.compile(expression);
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            Set<String> names = names(tree);
            CelRuntime knowing = endsWhereItFails(tree, names) ? PLANNED : KNOWING;
            return new Condition(knowing.createProgram(tree), RUNTIME.createProgram(tree), names);
        } catch (CelValidationException | CelEvaluationException e) {
            String why = result.getErrors().isEmpty()
                    ? String.valueOf(e.getMessage())
                    : describe(result.getErrors().getFirst());
            throw new IllegalArgumentException("This is no CEL expression that is true or false: " + why, e);
        }
    }

    /** Whether nothing in it goes on after a failure; what has variables of its own is a loop. */
    private static boolean endsWhereItFails(CelAbstractSyntaxTree tree, Set<String> names) {
        return Facts.NAMES.containsAll(names)
                && tree.getReferenceMap().values().stream()
                        .allMatch(reference -> Collections.disjoint(reference.overloadIds(), FORGIVING));
    }

    /** The variables that it speaks of, those of its own loops too; functions have no name there. */
    private static Set<String> names(CelAbstractSyntaxTree tree) {
        return tree.getReferenceMap().values().stream()
                .map(CelReference::name)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String describe(CelIssue issue) {
        CelSourceLocation where = issue.getSourceLocation();
        String line = where.getLine() > 1 ? "line " + where.getLine() + ", " : "";
        String message = issue.getMessage().replace(" (in container '')", "");
        return line + "column " + (where.getColumn() + 1) + ": " + message + hint(message);
    }

    /** What may have been meant by a name that there is not. */
    private static String hint(String message) {
        Matcher unknown = UNKNOWN.matcher(message);
        if (!unknown.find()) {
            return "";
        }
        String name = unknown.group(1);
        List<String> parts = Facts.NAMES.stream()
                .filter(known -> known.startsWith(name + "."))
                .sorted()
                .toList();
        if (!parts.isEmpty()) {
            return "; there is " + String.join(" and ", parts);
        }
        return Nearest.to(name, Facts.NAMES)
                .map(known -> "; did you mean \"" + known + "\"?")
                .orElse("");
    }
}
