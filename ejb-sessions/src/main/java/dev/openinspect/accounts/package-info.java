/**
 * People's own accounts at the code host: signing in with one, connecting one, and the tokens with which something is done there in a person's name. May lean
 * on people, secrets and the codehosts ports; must not know sessions.
 */
@NullMarked
package dev.openinspect.accounts;

import org.jspecify.annotations.NullMarked;
