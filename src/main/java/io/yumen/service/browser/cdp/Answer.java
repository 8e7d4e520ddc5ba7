package io.yumen.service.browser.cdp;

import tools.jackson.databind.node.ObjectNode;

/** What became of a command. */
sealed interface Answer {
    record Result(ObjectNode result) implements Answer {}

    /** The browser's own error. */
    record Refused(int code, String message) implements Answer {}

    /** There is no answer of the browser. */
    record Failed(CdpException.Kind kind, String message) implements Answer {}
}
