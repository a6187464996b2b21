/** Images of repositories, without a server: the decisions, the rules, the life of one. */
@NullMarked
package dev.openinspect.images;

import org.jspecify.annotations.NullMarked;
