package io.yumen.service.browser.cdp;

/**
 * What a browser says of itself before anything else.
 *
 * @param product such as {@code Chrome/156.0.8078.79}
 * @param userAgent how it calls itself towards sites
 * @param browserId the id that it gave itself at its start: another one after each
 */
public record BrowserVersion(String product, String userAgent, String browserId) {}
