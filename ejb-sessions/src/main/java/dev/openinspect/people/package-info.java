/** Who may do what: people, their roles, console logins and tokens, and the rights that every door asks for. Knows no protocol and no session. */
@NullMarked
package dev.openinspect.people;

import org.jspecify.annotations.NullMarked;
