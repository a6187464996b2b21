/**
 * The product as its users and its operator see it: a started installation, its addresses, its processes. Leans on HTTP, WebSocket, Git and
 * the state folder's documented layout only; must not know any class of the product.
 */
@NullMarked
package dev.openinspect.system;

import org.jspecify.annotations.NullMarked;
