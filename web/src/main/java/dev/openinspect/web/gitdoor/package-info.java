/**
 * The Git door of sandboxes: smart HTTP for the repository of a session, and pushes to its branches only. Leans on repositories and sandboxes; knows neither
 * credentials nor where a repository really is.
 */
@NullMarked
package dev.openinspect.web.gitdoor;

import org.jspecify.annotations.NullMarked;
