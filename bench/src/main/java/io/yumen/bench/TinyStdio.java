package io.yumen.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A do-nothing MCP server over standard streams. */
public final class TinyStdio {
    private TinyStdio() {}

    public static void main(String[] arguments) throws IOException {
        TinyAnswers answers = new TinyAnswers(1);
        PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            byte[] answer = answers.answer(line);
            if (answer != null) {
                byte[] whole = java.util.Arrays.copyOf(answer, answer.length + 1);
                whole[answer.length] = '\n';
                out.write(whole, 0, whole.length);
                out.flush();
            }
        }
    }
}
