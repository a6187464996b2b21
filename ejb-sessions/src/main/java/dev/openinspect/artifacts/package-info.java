/**
 * Files that the agent leaves with its session: pictures, videos, reports. Decides what is taken in and who may look; where the bytes lie is the port
 * {@link dev.openinspect.artifacts.Blobs}'s matter. Leans on sessions, whose artifacts they are; knows no protocol and no disk.
 */
@NullMarked
package dev.openinspect.artifacts;

import org.jspecify.annotations.NullMarked;
