package io.yumen.service.helm.worker;

import com.marcnuri.helm.jni.HelmLib;
import com.marcnuri.helm.jni.InstallOptions;
import com.marcnuri.helm.jni.LintOptions;
import com.marcnuri.helm.jni.Result;
import com.marcnuri.helm.jni.SearchOptions;
import com.marcnuri.helm.jni.ShowOptions;
import com.marcnuri.helm.jni.TemplateOptions;
import com.marcnuri.helm.jni.TestOptions;
import com.marcnuri.helm.jni.UninstallOptions;
import com.marcnuri.helm.jni.UpgradeOptions;
import com.sun.jna.Native;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Helm's library. Where Helm keeps its configuration and caches, and how it finds clusters, is in the environment of this process. */
final class Library {
    /** No dry run of Helm's own: who wants one has the cluster refuse changes. */
    private static final String FOR_REAL = "none";

    private final HelmLib helm;

    private Library(HelmLib helm) {
        this.helm = helm;
    }

    /** @throws UnsatisfiedLinkError where it cannot be loaded */
    static Library load(String file) {
        return new Library(Native.load(file, HelmLib.class));
    }

    Answer search(Job job) {
        return ask(lib -> lib.SearchRepo(new SearchOptions(
                "", "", 0, job.flag(Job.Flag.DEVEL), job.chart().version())));
    }

    Answer show(Job job, String part) {
        Job.Chart chart = job.chart();
        return ask(lib -> lib.Show(new ShowOptions(chart.name(), part, chart.version(), "", "", "", 0, 0, 0)));
    }

    Answer lint(String path) {
        return ask(lib -> lib.Lint(new LintOptions(path, 0, 0)));
    }

    Answer template(Job job) {
        Job.Chart chart = job.chart();
        Job.Release release = job.release();
        return ask(lib -> lib.Template(new TemplateOptions(
                release.name(),
                chart.version(),
                chart.name(),
                release.namespace(),
                "",
                0,
                job.flag(Job.Flag.SKIP_CRDS),
                "",
                "",
                release.values(),
                "",
                "",
                "",
                0,
                0,
                "",
                0,
                "")));
    }

    Answer install(Job job) {
        Job.Chart chart = job.chart();
        Job.Release release = job.release();
        return ask(lib -> lib.Install(new InstallOptions(
                release.name(),
                0,
                "",
                chart.version(),
                chart.name(),
                release.namespace(),
                "",
                job.flag(Job.Flag.ATOMIC),
                job.flag(Job.Flag.CREATE_NAMESPACE),
                release.description(),
                job.flag(Job.Flag.DEVEL),
                0,
                0,
                0,
                FOR_REAL,
                job.flag(Job.Flag.SKIP_CRDS),
                job.flag(Job.Flag.WAIT),
                job.options().timeoutSec(),
                "",
                "",
                release.values(),
                "",
                "",
                "",
                "",
                "",
                0,
                0,
                "",
                0,
                0,
                "")));
    }

    Answer upgrade(Job job) {
        Job.Chart chart = job.chart();
        Job.Release release = job.release();
        return ask(lib -> lib.Upgrade(new UpgradeOptions(
                release.name(),
                chart.version(),
                chart.name(),
                release.namespace(),
                "",
                0,
                0,
                job.flag(Job.Flag.RESET_VALUES),
                job.flag(Job.Flag.REUSE_VALUES),
                0,
                job.flag(Job.Flag.ATOMIC),
                0,
                0,
                release.description(),
                job.flag(Job.Flag.DEVEL),
                0,
                0,
                0,
                FOR_REAL,
                job.flag(Job.Flag.SKIP_CRDS),
                job.flag(Job.Flag.WAIT),
                job.options().timeoutSec(),
                "",
                "",
                release.values(),
                "",
                "",
                "",
                "",
                "",
                0,
                0,
                "",
                0,
                0,
                "")));
    }

    Answer uninstall(Job job) {
        Job.Release release = job.release();
        return ask(lib -> lib.Uninstall(new UninstallOptions(
                release.name(), 0, 0, 0, job.flag(Job.Flag.KEEP_HISTORY), "", release.namespace(), "", "", 0)));
    }

    Answer test(Job job) {
        Job.Release release = job.release();
        return ask(lib ->
                lib.Test(new TestOptions(release.name(), job.options().timeoutSec(), release.namespace(), "", "", 0)));
    }

    private Answer ask(Function<HelmLib, Result> question) {
        Result result = question.apply(helm);
        String failure = text(result.err);
        return failure.isBlank() ? Answer.good(text(result.out)) : Answer.bad(failure.strip());
    }

    private static String text(@Nullable String said) {
        return said == null ? "" : said;
    }
}
