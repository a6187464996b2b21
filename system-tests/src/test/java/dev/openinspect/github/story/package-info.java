/**
 * From a prompt to a pull request at the stand-in of GitHub, with an installation of its own whose every call is held against GitHub's description. Leans on
 * the stand-in, on Chromium and on the installations of the other system tests; knows URLs and pages, and no class of the product.
 */
@NullMarked
package dev.openinspect.github.story;

import org.jspecify.annotations.NullMarked;
