package io.yumen.tidy;

import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Some types are made in one place only, so that nothing goes round what that place wraps them in: every outgoing call
 * passes the resilience stack, every principal comes from authentication.
 */
public final class Construction implements Rule {
    /**
     * A type ({@code HttpLink}: its constructor) or a factory ({@code HttpLink.open}), and the files or folders below
     * {@code io/yumen/} that may call it. The type's own file always may.
     */
    static final Map<String, Set<String>> ONLY_CONSTRUCTED_IN = Map.of("Principal", Set.of("tenant/", "auth/"));

    private final Map<String, Set<String>> table;

    public Construction() {
        this(ONLY_CONSTRUCTED_IN);
    }

    Construction(Map<String, Set<String>> table) {
        this.table = table;
    }

    @Override
    public List<Violation> check(List<Source> sources) {
        List<Violation> found = new ArrayList<>();
        sources.stream().filter(Source::isMain).forEach(source -> source.scan(new Scanner(source, found)));
        return found;
    }

    private final class Scanner extends TreeScanner<Void, Void> {
        private final Source source;
        private final List<Violation> found;

        Scanner(Source source, List<Violation> found) {
            this.source = source;
            this.found = found;
        }

        @Override
        public Void visitNewClass(NewClassTree node, Void unused) {
            made(node.getIdentifier().toString().replaceAll("<.*", ""), node);
            return super.visitNewClass(node, unused);
        }

        @Override
        public Void visitMemberReference(MemberReferenceTree node, Void unused) {
            String type = node.getQualifierExpression().toString();
            made(node.getName().contentEquals("<init>") ? type : type + "." + node.getName(), node);
            return super.visitMemberReference(node, unused);
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree node, Void unused) {
            if (node.toString().contains(".") && table.containsKey(node.toString())) {
                made(node.toString(), node);
            }
            return super.visitMemberSelect(node, unused);
        }

        private void made(String name, Tree node) {
            Set<String> allowed = table.get(name);
            if (allowed == null || isAllowed(name, allowed)) {
                return;
            }
            found.add(Violation.at(
                    source,
                    source.line(node),
                    "construction",
                    name + " is made only in " + allowed + " (table in tidy/Construction.java)"));
        }

        private boolean isAllowed(String name, Set<String> allowed) {
            String below = source.path().substring("src/main/java/io/yumen/".length());
            return below.endsWith("/" + name.replaceAll("\\..*", "") + ".java")
                    || allowed.stream().anyMatch(below::startsWith);
        }
    }
}
