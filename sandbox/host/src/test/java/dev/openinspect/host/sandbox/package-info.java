/** Tests of the life of sandboxes, with a launcher that starts nothing. */
package dev.openinspect.host.sandbox;
