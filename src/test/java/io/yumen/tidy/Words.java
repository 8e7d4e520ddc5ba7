package io.yumen.tidy;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/** What we do not write: notes to ourselves, sleeps, monitors, thread-locals, bare threads, tests that are not run. */
public final class Words implements Rule {
    private static final Pattern NOTES = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");

    @Override
    public List<Violation> check(List<Source> sources) {
        List<Violation> found = new ArrayList<>();
        for (Source source : sources) {
            Matcher notes = NOTES.matcher(source.text());
            while (notes.find()) {
                long line = source.tree().getLineMap().getLineNumber(notes.start());
                found.add(Violation.at(source, line, "words", notes.group() + ": do it, or write it down elsewhere"));
            }
            source.scan(new Scanner(source, found));
        }
        return found;
    }

    private static final class Scanner extends TreeScanner<Void, Void> {
        private final Source source;
        private final List<Violation> found;

        Scanner(Source source, List<Violation> found) {
            this.source = source;
            this.found = found;
        }

        @Override
        public Void visitImport(ImportTree node, Void unused) {
            String name = node.getQualifiedIdentifier().toString();
            if (name.endsWith("Thread.sleep")) {
                report(node, "Thread.sleep: wait on a condition");
            }
            if (!source.isMain() && name.matches(".*(mockito|easymock|Assumptions|\\.condition\\.).*")) {
                report(node, name + ": no mocks, and no test that is not run");
            }
            return null;
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree node, Void unused) {
            String text = node.toString();
            if (text.matches("(java\\.lang\\.)?Thread\\.sleep")) {
                report(node, "Thread.sleep: wait on a condition");
            }
            if (source.isMain()) {
                if (text.matches("System\\.(out|err)") && !Ladder.isAtOrBelow(source.room(), "cli")) {
                    report(node, text + " outside cli: log it");
                }
                if (text.endsWith(".printStackTrace")) {
                    report(node, "printStackTrace: log it");
                }
            }
            return super.visitMemberSelect(node, unused);
        }

        @Override
        public Void visitIdentifier(IdentifierTree node, Void unused) {
            if (source.isMain() && node.getName().toString().matches("(Inheritable)?ThreadLocal|ScopedValue")) {
                report(node, node + ": context is an argument");
            }
            return null;
        }

        @Override
        public Void visitSynchronized(SynchronizedTree node, Void unused) {
            if (source.isMain()) {
                report(node, "synchronized: a ReentrantLock, held over memory only");
            }
            return super.visitSynchronized(node, unused);
        }

        @Override
        public Void visitMethod(MethodTree node, Void unused) {
            if (source.isMain() && node.getModifiers().getFlags().contains(Modifier.SYNCHRONIZED)) {
                report(node, "synchronized: a ReentrantLock, held over memory only");
            }
            return super.visitMethod(node, unused);
        }

        @Override
        public Void visitNewClass(NewClassTree node, Void unused) {
            if (source.isMain() && node.getIdentifier().toString().equals("Thread")) {
                report(node, "new Thread: Thread.ofVirtual or Thread.ofPlatform, with a name");
            }
            return super.visitNewClass(node, unused);
        }

        @Override
        public Void visitAnnotation(AnnotationTree node, Void unused) {
            if (!source.isMain() && node.getAnnotationType().toString().matches("(Disabled|Enabled|Ignore).*")) {
                report(node, "@" + node.getAnnotationType() + ": every test runs, everywhere");
            }
            return super.visitAnnotation(node, unused);
        }

        private void report(Tree node, String message) {
            found.add(Violation.at(source, source.line(node), "words", message));
        }
    }
}
