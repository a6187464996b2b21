/**
 * The demo model: a server that speaks the OpenAI chat protocol and follows a script instead of thinking, so that an
 * installation without any key can show a real turn of the real agent. It leans on Helidon's web server and Jackson,
 * derives everything it does from the request at hand, and keeps nothing between two requests. It is a program of its
 * own and must not know the control plane or a sandbox.
 */
@NullMarked
package dev.openinspect.demo;

import org.jspecify.annotations.NullMarked;
