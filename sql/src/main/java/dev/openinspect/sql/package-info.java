/**
 * The database schema: forward-only Flyway migrations and the few lines that run them. Leans on Flyway and JDBC only and knows
 * nothing of the application.
 */
@NullMarked
package dev.openinspect.sql;

import org.jspecify.annotations.NullMarked;
