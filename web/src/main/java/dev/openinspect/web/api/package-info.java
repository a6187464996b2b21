/**
 * The REST API below {@code /api/v1}: one resource per idea, which reads a request strictly, asks the application, and writes the
 * answer down. Leans on the application's boundaries; decides nothing itself and knows no table.
 */
@NullMarked
package dev.openinspect.web.api;

import org.jspecify.annotations.NullMarked;
