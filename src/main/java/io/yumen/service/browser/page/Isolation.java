package io.yumen.service.browser.page;

/** What the pages of a session share with others of the same browser. */
public enum Isolation {
    /** Nothing: they have cookies and storage of their own, which end with the session. */
    OWN,
    /** The user's own: they are where the user is logged in. */
    SHARED
}
