package dev.openinspect.host.sandbox;

import java.io.IOException;

/** The file system on which all layers lie. */
@FunctionalInterface
public interface Disk {
    /** What is free there for this user. A file system that does not count files has {@link Long#MAX_VALUE} of them. */
    DiskUse free() throws IOException, InterruptedException;
}
