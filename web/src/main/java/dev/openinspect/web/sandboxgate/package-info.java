/**
 * The door for bridges: checks what sandboxes send, hands it to the journal, and sends them their orders. Leans on the application's
 * boundaries; knows no database and no sandbox host. Protocol: docs/bridge-protocol.md.
 */
@NullMarked
package dev.openinspect.web.sandboxgate;

import org.jspecify.annotations.NullMarked;
