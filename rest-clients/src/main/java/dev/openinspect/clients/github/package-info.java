/**
 * GitHub, as the App that an administrator has registered there: repositories, tokens, people, pull requests, hooks. Implements the code host ports over
 * GitHub's REST API, version 2022-11-28. May lean on the configuration, streaming and those ports; must not know sessions or sandboxes.
 */
@NullMarked
package dev.openinspect.clients.github;

import org.jspecify.annotations.NullMarked;
