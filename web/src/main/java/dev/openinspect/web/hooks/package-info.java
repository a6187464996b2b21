/**
 * The door for what GitHub tells by itself (its documentation calls it webhooks). Checks that GitHub made it and puts it into the inbox before it answers;
 * understands nothing of what is in it. Leans on the hooks of the application.
 */
@NullMarked
package dev.openinspect.web.hooks;

import org.jspecify.annotations.NullMarked;
