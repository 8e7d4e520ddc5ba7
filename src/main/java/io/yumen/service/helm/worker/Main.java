package io.yumen.service.helm.worker;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.schema.Records;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Does one {@link Job} with Helm's library, whose runtime cannot be ended but with the process: whoever started it ends the process, or its
 * input, and it is over.
 */
public final class Main {
    /** Charts of some MB, as Base64 in a chart that is made anew, still pass. */
    private static final JsonLimits LIMITS = JsonLimits.SERVER_DEFAULT;

    private static final int ABANDONED = 3;

    private Main() {}

    /** Reads the job from the input, and writes the answer. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = input.readLine();
        if (line == null) {
            return;
        }
        Job job = Records.read(new JsonCodec(LIMITS).read(line.getBytes(StandardCharsets.UTF_8)), Job.class);
        endWith(input);
        Answer answer;
        try {
            answer = done(job);
        } catch (LinkageError e) {
            answer = Answer.bad("cannot load Helm's library: " + e.getMessage());
        }
        try (OutputStream output = new FileOutputStream(FileDescriptor.out)) {
            output.write('\n');
            output.write(JsonCodec.bytes(Records.write(answer)));
            output.write('\n');
        }
        Runtime.getRuntime().halt(0);
    }

    /** Nobody waits any more when the input ends. */
    private static void endWith(BufferedReader input) {
        Thread.ofPlatform().daemon().name("input").start(() -> {
            try {
                // Nothing else is meant for us.
                input.transferTo(Writer.nullWriter());
            } catch (IOException e) {
                // That is an end, too.
            }
            Runtime.getRuntime().halt(ABANDONED);
        });
    }

    private static Answer done(Job job) {
        Library helm = Library.load(job.library());
        return switch (job.deed()) {
            case SEARCH -> helm.search(job);
            case SHOW -> helm.show(job, job.options().part());
            case LINT -> lint(helm, job);
            case TEMPLATE -> helm.template(job);
            case INSTALL, UPGRADE, UNINSTALL, TEST -> changed(helm, job);
        };
    }

    private static Answer changed(Library helm, Job job) {
        return switch (job.deed()) {
            case INSTALL -> helm.install(job);
            case UPGRADE -> helm.upgrade(job);
            case UNINSTALL -> helm.uninstall(job);
            case TEST -> helm.test(job);
            case SEARCH, SHOW, LINT, TEMPLATE -> throw new IllegalArgumentException(job.deed() + " changes nothing");
        };
    }

    /** What is no chart at all is told better by what shows it. */
    private static Answer lint(Library helm, Job job) {
        Answer shown = helm.show(job, "chart");
        return shown.failure().isEmpty() ? helm.lint(job.chart().name()) : shown;
    }
}
