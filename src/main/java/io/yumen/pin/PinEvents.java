package io.yumen.pin;

/** Hears what becomes of pins. */
public interface PinEvents {
    /** One that does not listen. */
    PinEvents NONE = new PinEvents() {
        @Override
        public void noticed(Pin pin) {}

        @Override
        public void decided(String server) {}
    };

    /** A definition came that nobody had approved. Must not block. */
    void noticed(Pin pin);

    /** Other definitions of that server may be used now. */
    void decided(String server);
}
