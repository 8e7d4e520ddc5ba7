package io.yumen.tidy;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cyclomatic complexity of a method, with the lambdas in it, stays under ten. */
public final class Complexity implements Rule {
    static final int LIMIT = 10;

    /** {@code Type#method} and the reason why it may be more complex. */
    static final Map<String, String> EXCEPTIONS = Map.of();

    @Override
    public List<Violation> check(List<Source> sources) {
        List<Violation> found = new ArrayList<>();
        for (Source source : sources) {
            if (source.isMain()) {
                source.methods().stream()
                        .filter(method -> !EXCEPTIONS.containsKey(method.name()))
                        .filter(method -> of(method.tree().getBody()) >= LIMIT)
                        .map(method -> method.violation(
                                "complexity",
                                "has complexity " + of(method.tree().getBody()) + "; it stays under " + LIMIT))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static int of(Tree body) {
        Counter counter = new Counter();
        counter.scan(body, null);
        return counter.paths;
    }

    private static final class Counter extends TreeScanner<Void, Void> {
        private int paths = 1;

        @Override
        public Void visitClass(ClassTree node, Void unused) {
            return null;
        }

        @Override
        public Void visitIf(IfTree node, Void unused) {
            paths++;
            return super.visitIf(node, unused);
        }

        @Override
        public Void visitForLoop(ForLoopTree node, Void unused) {
            paths++;
            return super.visitForLoop(node, unused);
        }

        @Override
        public Void visitEnhancedForLoop(EnhancedForLoopTree node, Void unused) {
            paths++;
            return super.visitEnhancedForLoop(node, unused);
        }

        @Override
        public Void visitWhileLoop(WhileLoopTree node, Void unused) {
            paths++;
            return super.visitWhileLoop(node, unused);
        }

        @Override
        public Void visitDoWhileLoop(DoWhileLoopTree node, Void unused) {
            paths++;
            return super.visitDoWhileLoop(node, unused);
        }

        @Override
        public Void visitCatch(CatchTree node, Void unused) {
            paths++;
            return super.visitCatch(node, unused);
        }

        @Override
        public Void visitConditionalExpression(ConditionalExpressionTree node, Void unused) {
            paths++;
            return super.visitConditionalExpression(node, unused);
        }

        @Override
        public Void visitCase(CaseTree node, Void unused) {
            if (node.getLabels().stream().noneMatch(DefaultCaseLabelTree.class::isInstance)) {
                paths++;
            }
            if (node.getGuard() != null) {
                paths++;
            }
            return super.visitCase(node, unused);
        }

        @Override
        public Void visitBinary(BinaryTree node, Void unused) {
            if (node.getKind() == Tree.Kind.CONDITIONAL_AND || node.getKind() == Tree.Kind.CONDITIONAL_OR) {
                paths++;
            }
            return super.visitBinary(node, unused);
        }
    }
}
