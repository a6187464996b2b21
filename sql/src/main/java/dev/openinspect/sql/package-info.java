/**
 * The database schema: forward-only Flyway migrations and the few lines that run them, and the copies of its rows of which backups are
 * made. Leans on Flyway and JDBC only and knows nothing of the application.
 */
@NullMarked
package dev.openinspect.sql;

import org.jspecify.annotations.NullMarked;
