package io.yumen.tidy;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import io.yumen.tidy.Source.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * At most five parameters, no boolean parameter that a call site cannot explain, and no future in what others call. A
 * record's canonical constructor and an override follow what they are given.
 */
public final class Signatures implements Rule {
    static final int PARAMETERS = 5;

    @Override
    public List<Violation> check(List<Source> sources) {
        List<Violation> found = new ArrayList<>();
        for (Source source : sources) {
            if (source.isMain()) {
                source.methods().stream()
                        .filter(method -> !isOverride(method.tree()) && !isCanonical(method))
                        .forEach(method -> check(method, found));
            }
        }
        return found;
    }

    private static void check(Method method, List<Violation> found) {
        MethodTree tree = method.tree();
        if (tree.getParameters().size() > PARAMETERS) {
            found.add(method.violation(
                    "parameters", "has " + tree.getParameters().size() + " parameters; at most " + PARAMETERS));
        }
        if (tree.getModifiers().getFlags().contains(Modifier.PRIVATE)) {
            return;
        }
        for (VariableTree parameter : tree.getParameters()) {
            if (Set.of("boolean", "Boolean").contains(String.valueOf(parameter.getType()))) {
                found.add(method.violation(
                        "boolean-parameter",
                        "takes the boolean '" + parameter.getName() + "': make it two methods, or an enum"));
            }
        }
        if (namesFuture(tree)) {
            found.add(method.violation("future", "shows a future: block on a virtual thread, and return the answer"));
        }
    }

    private static boolean namesFuture(MethodTree tree) {
        return isFuture(tree.getReturnType())
                || tree.getParameters().stream().anyMatch(parameter -> isFuture(parameter.getType()));
    }

    private static boolean isFuture(@Nullable Tree type) {
        return String.valueOf(type).matches(".*(CompletableFuture|CompletionStage).*");
    }

    private static boolean isOverride(MethodTree tree) {
        return tree.getModifiers().getAnnotations().stream()
                .map(AnnotationTree::getAnnotationType)
                .anyMatch(type -> type.toString().equals("Override"));
    }

    private static boolean isCanonical(Method method) {
        if (method.owner().getKind() != Tree.Kind.RECORD
                || !method.tree().getName().contentEquals("<init>")) {
            return false;
        }
        List<String> components = method.owner().getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .map(field -> String.valueOf(field.getType()))
                .toList();
        List<String> parameters = method.tree().getParameters().stream()
                .map(parameter -> String.valueOf(parameter.getType()))
                .toList();
        return parameters.isEmpty() || parameters.equals(components);
    }
}
