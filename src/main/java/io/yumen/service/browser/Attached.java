package io.yumen.service.browser;

import io.yumen.service.ToolFailure;
import io.yumen.service.browser.cdp.CdpBrowser;
import io.yumen.service.browser.cdp.CdpConnector;
import io.yumen.service.browser.cdp.CdpException;
import io.yumen.service.browser.cdp.CdpLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The browser that an administrator has named, connected to when it is needed, and again where it was lost. Safe for many threads. */
final class Attached implements AutoCloseable {
    private static final int USUAL_PORT = 9222;

    private final URI address;
    private final CdpConnector finder = new CdpConnector(CdpLimits.DEFAULT);
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable CdpBrowser browser;

    /** @param address of its debugging port, as in {@code http://127.0.0.1:9222} */
    Attached(URI address) {
        this.address = address;
    }

    /**
     * The browser.
     *
     * @throws ToolFailure where it cannot be reached
     */
    CdpBrowser get() {
        CdpBrowser known = known();
        return known == null ? kept(connect()) : known;
    }

    private @Nullable CdpBrowser known() {
        lock.lock();
        try {
            return browser != null && browser.isOpen() ? browser : null;
        } finally {
            lock.unlock();
        }
    }

    /** The first of those that connected at the same time stays. */
    private CdpBrowser kept(CdpBrowser made) {
        CdpBrowser first;
        lock.lock();
        try {
            if (browser == null || !browser.isOpen()) {
                browser = made;
            }
            first = browser;
        } finally {
            lock.unlock();
        }
        if (!made.equals(first)) {
            made.close();
        }
        return first;
    }

    private CdpBrowser connect() {
        try {
            return finder.connect(resolved());
        } catch (CdpException | UnknownHostException e) {
            throw new ToolFailure(
                    "unreachable",
                    "The browser cannot be reached: " + e.getMessage()
                            + "; start Chrome with --remote-debugging-port and a --user-data-dir of its own",
                    Duration.ofSeconds(5));
        }
    }

    /** What a browser says of itself, in a sentence. */
    String version() {
        try {
            return finder.version(resolved()).product();
        } catch (CdpException | UnknownHostException e) {
            throw new ToolFailure("The browser cannot be reached: " + e.getMessage());
        }
    }

    private InetSocketAddress resolved() throws UnknownHostException {
        int port = address.getPort() < 0 ? USUAL_PORT : address.getPort();
        return new InetSocketAddress(InetAddress.getByName(address.getHost()), port);
    }

    /** Ends the connection; the browser lives on. */
    @Override
    public void close() {
        CdpBrowser last = known();
        if (last != null) {
            last.close();
        }
        finder.close();
    }
}
