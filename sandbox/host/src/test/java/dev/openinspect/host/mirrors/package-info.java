/** Mirrors, with real git over HTTP. */
package dev.openinspect.host.mirrors;
