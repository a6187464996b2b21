/**
 * The product's own clients of GitHub, without a server around them, held against GitHub's description. In their package, because they are put together from
 * parts that only the container and their own tests see.
 */
@NullMarked
package dev.openinspect.clients.github;

import org.jspecify.annotations.NullMarked;
