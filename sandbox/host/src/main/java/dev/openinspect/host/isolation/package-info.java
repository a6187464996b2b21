/**
 * How one sandbox is walled off on a Linux machine: user ids, overlay layers, namespaces, network rules, the system call
 * filter and control groups, and the processes that hold them. It implements the ports of {@code sandbox} and must not
 * know HTTP or who asks.
 */
@NullMarked
package dev.openinspect.host.isolation;

import org.jspecify.annotations.NullMarked;
