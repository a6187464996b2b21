/** Sessions and their prompts: the queue, its rules, and what people do with a session. May lean on people, repositories, sandboxes and the log; knows no protocol. */
@NullMarked
package dev.openinspect.sessions;

import org.jspecify.annotations.NullMarked;
