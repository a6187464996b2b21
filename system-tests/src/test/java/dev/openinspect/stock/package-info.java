/**
 * The application on a domain that Payara ships, put there by the commands of {@code docs/deploy.md}. Leans on HTTP and on the servers
 * of {@code container}; must not know any class of the product.
 */
@NullMarked
package dev.openinspect.stock;

import org.jspecify.annotations.NullMarked;
