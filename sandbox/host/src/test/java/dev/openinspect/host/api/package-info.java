/** Tests of signatures. */
package dev.openinspect.host.api;
