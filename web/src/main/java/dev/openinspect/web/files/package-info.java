/**
 * How a file that an agent left goes out over HTTP: under which headers, and which part of it. Leans on the application's artifacts; what the file shows is
 * never looked at here.
 */
@NullMarked
package dev.openinspect.web.files;

import org.jspecify.annotations.NullMarked;
