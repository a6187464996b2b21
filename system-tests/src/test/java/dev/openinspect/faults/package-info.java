/**
 * Faults, and what must hold in spite of them: a driver that ends, cuts, stalls and fills whatever an installation consists of while people
 * prompt it, a random walk of people's commands against a simple model, and the report of both. Knows the product by its doors and by what
 * an operator of the machine sees (processes, sockets, folders); must not know any class of it.
 */
@NullMarked
package dev.openinspect.faults;

import org.jspecify.annotations.NullMarked;
