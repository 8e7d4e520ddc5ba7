package io.yumen.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;

/** Packages say what they are and are named after the domain; classes are final unless sealed; statics do not change. */
public final class Shapes implements Rule {
    private static final Set<String> EMPTY_NAMES = Set.of(
            "util",
            "utils",
            "common",
            "helper",
            "helpers",
            "impl",
            "internal",
            "manager",
            "managers",
            "misc",
            "shared");

    private static final Set<String> CHANGING = Set.of(
            "ArrayDeque",
            "ArrayList",
            "AtomicReference",
            "ConcurrentHashMap",
            "ConcurrentLinkedDeque",
            "ConcurrentLinkedQueue",
            "ConcurrentSkipListMap",
            "CopyOnWriteArrayList",
            "HashMap",
            "HashSet",
            "IdentityHashMap",
            "LinkedBlockingQueue",
            "LinkedHashMap",
            "LinkedHashSet",
            "TreeMap",
            "TreeSet",
            "WeakHashMap");

    @Override
    public List<Violation> check(List<Source> sources) {
        List<Violation> found = new ArrayList<>();
        Set<String> described = new TreeSet<>();
        sources.stream()
                .filter(source -> source.isMain() && source.isPackageInfo())
                .peek(source -> packageInfo(source, found))
                .forEach(source -> described.add(source.packageName()));
        for (Source source : sources) {
            if (source.isMain()) {
                packageName(source, described, found);
                source.types().forEach(type -> type(source, type, found));
            }
        }
        return found;
    }

    private static void packageInfo(Source source, List<Violation> found) {
        boolean marked = source.tree().getPackageAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().endsWith("NullMarked"));
        if (!marked) {
            found.add(Violation.at(source, 1, "package-info", "the package is not @NullMarked"));
        }
        if (!source.text().stripLeading().startsWith("/**")) {
            found.add(Violation.at(
                    source, 1, "package-info", "says nothing: what it is, who calls it, what it may import"));
        }
    }

    private static void packageName(Source source, Set<String> described, List<Violation> found) {
        if (described.add(source.packageName())) {
            found.add(Violation.at(source, 1, "package-info", source.packageName() + " has no package-info.java"));
        }
        for (String segment : source.packageName().split("\\.")) {
            if (EMPTY_NAMES.contains(segment)) {
                found.add(Violation.at(source, 1, "package-name", "'" + segment + "' is no noun of the domain"));
            }
        }
    }

    private static void type(Source source, ClassTree type, List<Violation> found) {
        boolean open = type.getModifiers().getFlags().stream()
                .noneMatch(Set.of(Modifier.FINAL, Modifier.ABSTRACT, Modifier.SEALED, Modifier.NON_SEALED)::contains);
        if (type.getKind() == Tree.Kind.CLASS && open) {
            found.add(Violation.at(
                    source,
                    source.line(type),
                    "final",
                    type.getSimpleName() + " is neither final nor sealed nor abstract"));
        }
        for (Tree member : type.getMembers()) {
            if (member instanceof VariableTree field && changes(type, field)) {
                found.add(Violation.at(
                        source, source.line(field), "static-state", field.getName() + " is static and can change"));
            }
        }
    }

    private static boolean changes(ClassTree type, VariableTree field) {
        Set<Modifier> flags = field.getModifiers().getFlags();
        boolean constant = type.getKind() == Tree.Kind.INTERFACE || flags.contains(Modifier.FINAL);
        boolean isStatic = type.getKind() == Tree.Kind.INTERFACE || flags.contains(Modifier.STATIC);
        return isStatic && (!constant || field.getInitializer() instanceof NewClassTree made && isChanging(made));
    }

    private static boolean isChanging(NewClassTree made) {
        String name = made.getIdentifier().toString().replaceAll("<.*", "");
        return CHANGING.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
