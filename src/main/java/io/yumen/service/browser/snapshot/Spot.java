package io.yumen.service.browser.snapshot;

/**
 * A node of a document of a page.
 *
 * @param loader the document: another one is there after each navigation
 * @param node the node
 */
public record Spot(String loader, AxNode node) {}
