/**
 * What the agent asks people while its turn waits: a row is the question, whoever may prompt answers it, and time or the end of the prompt ends it. Leans on
 * sessions; knows neither how the agent asks nor how people see it.
 */
@NullMarked
package dev.openinspect.questions;

import org.jspecify.annotations.NullMarked;
