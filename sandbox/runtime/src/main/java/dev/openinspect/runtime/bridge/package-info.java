/**
 * The sandbox's end of the bridge: numbers events, keeps them until they are durable, and carries commands in. Leans on
 * {@code json}, {@code text} and {@code secrets} and must not know the agent, Git or the phases of a boot. The contract is
 * docs/bridge-protocol.md.
 */
@NullMarked
package dev.openinspect.runtime.bridge;

import org.jspecify.annotations.NullMarked;
