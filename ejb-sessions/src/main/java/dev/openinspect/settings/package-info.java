/** What an operator can set, as a port: the application asks in its own words and does not know where the values come from. */
@NullMarked
package dev.openinspect.settings;

import org.jspecify.annotations.NullMarked;
