/** Tests of the packaged daemon (…HostIT) and of what stands directly in this package. */
package dev.openinspect.host;
