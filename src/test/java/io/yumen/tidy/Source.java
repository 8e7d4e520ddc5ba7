package io.yumen.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One parsed file: its path from the repository root, its text and its syntax tree. */
public record Source(String path, String text, CompilationUnitTree tree, SourcePositions positions) {
    static final String BASE = "io.yumen";

    private static final Pattern QUALIFIED_TYPE = Pattern.compile(
            "(ch|com|dev|io|java|javax|jdk|net|org|picocli|redis|sun|tools)(\\.[a-z]\\w*)*\\.[A-Z]\\w*");

    /** A type (or package, or static member) that the file names in full, by import or in the text. */
    record Reference(String name, long line) {
        String packageName() {
            StringBuilder found = new StringBuilder();
            for (String segment : name.split("\\.")) {
                if (segment.equals("*") || Character.isUpperCase(segment.charAt(0))) {
                    break;
                }
                found.append(found.isEmpty() ? "" : ".").append(segment);
            }
            return found.toString();
        }

        /** The outermost type that is named, or a star. */
        String typeName() {
            String rest = name.substring(Math.min(name.length(), packageName().length() + 1));
            int dot = rest.indexOf('.');
            return dot < 0 ? rest : rest.substring(0, dot);
        }
    }

    /** A method with the type that declares it. */
    record Method(Source source, ClassTree owner, MethodTree tree) {
        String name() {
            String plain = tree.getName().contentEquals("<init>")
                    ? owner.getSimpleName().toString()
                    : tree.getName().toString();
            return owner.getSimpleName() + "#" + plain;
        }

        Violation violation(String rule, String message) {
            return Violation.at(source, source.line(tree), rule, name() + " " + message);
        }
    }

    boolean isMain() {
        return path.startsWith("src/main/");
    }

    boolean isPackageInfo() {
        return path.endsWith("/package-info.java");
    }

    String packageName() {
        return tree.getPackageName() == null ? "" : tree.getPackageName().toString();
    }

    /** The package as the ladder writes it: without the base; empty for the base itself. */
    String room() {
        return roomOf(packageName());
    }

    static String roomOf(String packageName) {
        return packageName.equals(BASE) ? "" : packageName.substring(BASE.length() + 1);
    }

    long line(Tree node) {
        return tree.getLineMap().getLineNumber(positions.getStartPosition(tree, node));
    }

    long lastLine(Tree node) {
        return tree.getLineMap().getLineNumber(positions.getEndPosition(tree, node));
    }

    List<Reference> references() {
        List<Reference> found = new ArrayList<>();
        for (ImportTree statement : tree.getImports()) {
            found.add(new Reference(statement.getQualifiedIdentifier().toString(), line(statement)));
        }
        scan(new TreeScanner<Void, Void>() {
            @Override
            public Void visitImport(ImportTree node, Void unused) {
                return null;
            }

            @Override
            public Void visitMemberSelect(MemberSelectTree node, Void unused) {
                if (!QUALIFIED_TYPE.matcher(node.toString()).matches()) {
                    return super.visitMemberSelect(node, unused);
                }
                found.add(new Reference(node.toString(), line(node)));
                return null;
            }
        });
        return found;
    }

    /** Every declared type but the anonymous ones. */
    List<ClassTree> types() {
        List<ClassTree> found = new ArrayList<>();
        scan(new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree node, Void unused) {
                if (!node.getSimpleName().isEmpty()) {
                    found.add(node);
                }
                return super.visitClass(node, unused);
            }
        });
        return found;
    }

    /** Every method and constructor that the file writes out, those of anonymous classes too. */
    List<Method> methods() {
        List<Method> found = new ArrayList<>();
        scan(new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree node, Void unused) {
                for (Tree member : node.getMembers()) {
                    if (member instanceof MethodTree method && positions.getEndPosition(tree, method) >= 0) {
                        found.add(new Method(Source.this, node, method));
                    }
                }
                return super.visitClass(node, unused);
            }
        });
        return found;
    }

    List<NewClassTree> constructions() {
        List<NewClassTree> found = new ArrayList<>();
        scan(new TreeScanner<Void, Void>() {
            @Override
            public Void visitNewClass(NewClassTree node, Void unused) {
                found.add(node);
                return super.visitNewClass(node, unused);
            }
        });
        return found;
    }

    void scan(TreeScanner<Void, Void> scanner) {
        scanner.scan(tree, null);
    }
}
