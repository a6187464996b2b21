/** What those who watch an installation see at {@code /metrics} of ours. Leans on the application's own counts; the server adds its own. */
@NullMarked
package dev.openinspect.web.metrics;

import org.jspecify.annotations.NullMarked;
