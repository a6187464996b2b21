/** Tests of what is handed to the kernel and to the programs that build the walls. */
package dev.openinspect.host.isolation;
