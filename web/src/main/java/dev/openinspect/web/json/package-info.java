/** JSON at the doors: requests read strictly, answers written in one style. Knows what is wrong with a request, not what it is about. */
@NullMarked
package dev.openinspect.web.json;

import org.jspecify.annotations.NullMarked;
