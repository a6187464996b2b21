/**
 * What an operator does with an installation besides starting it: backup, restore, upgrade. Leans on the operator's script and on the
 * clients of {@code system}; must not know any class of the product.
 */
@NullMarked
package dev.openinspect.operations;

import org.jspecify.annotations.NullMarked;
