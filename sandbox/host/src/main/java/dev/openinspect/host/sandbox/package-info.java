/**
 * The life of sandboxes: generations, states, reasons, layers' owners, logs and what is remembered over a restart. It may
 * lean on nothing but the JDK and Jackson; how a sandbox is started is behind {@link
 * dev.openinspect.host.sandbox.Launcher}, and HTTP is unknown here.
 */
@NullMarked
package dev.openinspect.host.sandbox;

import org.jspecify.annotations.NullMarked;
