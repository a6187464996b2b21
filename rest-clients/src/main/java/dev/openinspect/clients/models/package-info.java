/**
 * Language models at OpenAI- and Anthropic-compatible endpoints, by configuration: the catalog, and the gateway that holds their keys. May lean on the models
 * port, streaming and the configuration; must not know sessions or sandboxes.
 */
@NullMarked
package dev.openinspect.clients.models;

import org.jspecify.annotations.NullMarked;
