/**
 * What the console's pages show when they arrive: a view bean per page, the frame around them, the words for their modules. Leans on
 * the application's boundaries and on who is signed in; everything that a page does after its arrival goes through the REST API and the
 * live stream, which this package does not know.
 */
@NullMarked
package dev.openinspect.web.pages;

import org.jspecify.annotations.NullMarked;
