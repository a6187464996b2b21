package dev.openinspect.keys;

import java.util.List;

/** Whoever keeps envelopes of the vault in a table says so by a bean of this type; then a change of the master key reaches them. */
public interface Sealed {
    List<SealedColumn> columns();
}
