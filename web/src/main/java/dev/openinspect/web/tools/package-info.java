/**
 * What the agent's tools ask the control plane for, at the sandbox listener and with the sandbox token: each is bound to the session of that token and to its
 * running prompt. Leans on boundaries of the application; knows neither OpenCode nor the protocol by which the agent asks its supervisor.
 */
@NullMarked
package dev.openinspect.web.tools;

import org.jspecify.annotations.NullMarked;
