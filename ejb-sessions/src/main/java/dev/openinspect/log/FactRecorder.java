package dev.openinspect.log;

/** Writes an event whose rows change with it. Called outside transactions, one event of a session at a time. */
public interface FactRecorder {
    /**
     * Records the fact in one transaction that also moves the bridge's number.
     *
     * @return false if the link was fenced and nothing was written
     */
    boolean record(BridgeLink link, BridgeEvent event);
}
