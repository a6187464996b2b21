/**
 * What an operator can set and where it comes from: MicroProfile Config, so environment variables, system properties or a server's own
 * configuration. Every key, default and limit stands in {@link dev.openinspect.clients.configuration.Key}. May lean on the settings port; must not know
 * who uses a value.
 */
@NullMarked
package dev.openinspect.clients.configuration;

import org.jspecify.annotations.NullMarked;
