/**
 * The console as people see it, in the system's Chromium. Leans on Playwright, on axe and on the system tests' installation; knows the
 * pages by their roles, ids and data attributes, and no class of the product.
 */
@NullMarked
package dev.openinspect.browser;

import org.jspecify.annotations.NullMarked;
