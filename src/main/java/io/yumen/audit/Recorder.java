package io.yumen.audit;

/** Takes what is to be recorded. Safe for many threads. */
public interface Recorder {
    /** Records nothing: for a gateway without an audit. */
    Recorder NONE = new Recorder() {
        @Override
        public void record(Entry entry) {}

        @Override
        public void recordDurably(Entry entry) {}

        @Override
        public String digest(byte[] value) {
            return "";
        }
    };

    /** Records that soon, if it can. Never waits and never fails: what could not be recorded is counted. */
    void record(Entry entry);

    /**
     * Records that, and returns when it would survive the machine's sudden end.
     *
     * @throws Unrecorded where that is not possible, or takes too long
     */
    void recordDurably(Entry entry);

    /** A digest that only the holder of the trail's key can make; empty where there is no such key. */
    String digest(byte[] value);
}
