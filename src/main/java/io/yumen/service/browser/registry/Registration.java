package io.yumen.service.browser.registry;

import java.time.Instant;

/** What became of the wish to register a browser, or to prove that it is one's own. */
public sealed interface Registration {
    /** What to tell the user. */
    String text();

    /** It is the user's. */
    record Registered(RegisteredBrowser browser) implements Registration {
        @Override
        public String text() {
            return "The browser \"" + browser.name() + "\" is registered";
        }
    }

    /** It shows a code, which the user has to send back. */
    record Pending(Instant until) implements Registration {
        @Override
        public String text() {
            return "The browser shows a code of 6 digits in a new tab: send it back until " + until;
        }
    }

    /** The code was wrong; so many tries are left. */
    record Wrong(int left) implements Registration {
        @Override
        public String text() {
            return left > 0
                    ? "That is not the code that the browser shows; " + left + " tries are left"
                    : "That is not the code that the browser shows: register it anew";
        }
    }

    /** No browser of that name waits for its code: there was none, or its time is over. */
    record Unknown() implements Registration {
        @Override
        public String text() {
            return "No browser of that name waits for a code: register it anew";
        }
    }

    /**
     * No browser can be had at that address. Whether it may not be reached, nobody answers there, or what answers is no browser is not
     * told apart: it would tell about networks that are not the caller's.
     */
    record Unreachable() implements Registration {
        @Override
        public String text() {
            return "No browser can be registered at that address. It is written as http://HOST:PORT; its operator must allow it,"
                    + " and Chrome must run there with --remote-debugging-port and a --user-data-dir of its own";
        }
    }

    /** It is registered already, or the name is in use; whose it is is not told. */
    record Taken() implements Registration {
        @Override
        public String text() {
            return "That browser, or that name, is taken already";
        }
    }

    /** There are as many as there may be. */
    record Full() implements Registration {
        @Override
        public String text() {
            return "There are as many browsers as there may be: remove one, or try again later";
        }
    }
}
