/**
 * The doors by which a browser goes to the code host and comes back, to sign in or to connect an account. They carry cookies and addresses; who comes in
 * decides {@link dev.openinspect.accounts.HostSignIn}.
 */
@NullMarked
package dev.openinspect.web.accounts;

import org.jspecify.annotations.NullMarked;
