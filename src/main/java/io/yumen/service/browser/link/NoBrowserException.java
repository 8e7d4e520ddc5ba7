package io.yumen.service.browser.link;

/** There is no connection to the browser, and none came about in time. The message says why and what to do. */
public final class NoBrowserException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient LinkState state;

    NoBrowserException(LinkState state) {
        super(text(state));
        this.state = state;
    }

    /** Where the connection stands. */
    public LinkState state() {
        return state;
    }

    private static String text(LinkState state) {
        return switch (state) {
            case LinkState.Pending pending ->
                "This browser is not paired yet: send back the code that it shows, then try again";
            case LinkState.Revoked revoked -> "This browser was taken away from you: register it anew";
            case LinkState.Disconnected gone ->
                "Your browser cannot be reached" + because(gone.reason())
                        + ". See that it runs with its debugging port open, then try again";
            case LinkState.Reconnecting lost ->
                "The connection to your browser was lost" + because(lost.reason())
                        + "; it is being opened again. Try again in a moment";
            case LinkState.Connecting opening -> "Your browser is being connected to. Try again in a moment";
            case LinkState.Up up -> "Your browser is connected, but its tabs could not be taken up in time. Try again";
        };
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : " (" + reason + ")";
    }
}
