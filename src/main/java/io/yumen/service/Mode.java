package io.yumen.service;

/** What the tools of a service may do. */
public enum Mode {
    /** They only look. */
    READ_ONLY,
    /** They may add, and set what can be taken back; they neither overwrite nor remove what is there. */
    NO_DESTROY,
    /** Everything. */
    FULL;

    /** Whether a tool that does that to the world may be called. */
    public boolean allows(ToolHints hints) {
        return switch (this) {
            case READ_ONLY -> hints.readOnly();
            case NO_DESTROY -> !hints.destructive();
            case FULL -> true;
        };
    }

    /** What is offered in this mode. */
    public Offer of(Offer offer) {
        return this == FULL
                ? offer
                : new Offer(
                        offer.tools().stream()
                                .filter(tool -> allows(tool.hints()))
                                .toList(),
                        offer.prompts(),
                        offer.resources(),
                        offer.templates());
    }
}
