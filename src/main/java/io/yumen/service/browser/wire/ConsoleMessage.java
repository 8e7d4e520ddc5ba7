package io.yumen.service.browser.wire;

/**
 * Something that a page has said to its console.
 *
 * @param number its number in its tab
 * @param visit in which of the tab's documents
 * @param type log, debug, info, warn, error, and others of the console
 * @param text what it says
 * @param place where in the code it was said; empty where that is not known
 */
public record ConsoleMessage(int number, int visit, String type, String text, String place) {}
