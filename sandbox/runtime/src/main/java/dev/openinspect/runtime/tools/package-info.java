/**
 * Tools of ours for the agent, offered over the Model Context Protocol on the sandbox's loopback. What a tool does for real happens at the control plane,
 * which checks everything again: a tool is a convenience and never a right. A new tool is a class that implements
 * {@link dev.openinspect.runtime.tools.Tool} and a line where the agent is launched.
 */
@NullMarked
package dev.openinspect.runtime.tools;

import org.jspecify.annotations.NullMarked;
