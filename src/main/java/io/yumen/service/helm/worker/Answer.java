package io.yumen.service.helm.worker;

/**
 * What Helm said.
 *
 * @param helm always true: by it the line of an answer is known from others
 * @param output what it wrote
 * @param failure what went wrong, in its words; empty where nothing did
 */
public record Answer(boolean helm, String output, String failure) {
    static Answer good(String output) {
        return new Answer(true, output, "");
    }

    static Answer bad(String failure) {
        return new Answer(true, "", failure);
    }
}
