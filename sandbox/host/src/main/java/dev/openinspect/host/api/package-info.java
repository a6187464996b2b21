/**
 * The HTTP door of the sandbox host: signatures, JSON bodies, routes and problem documents as written down in
 * docs/sandbox-host-api.md. It leans on {@code sandbox} for everything that happens and must not know how a sandbox is
 * isolated.
 */
@NullMarked
package dev.openinspect.host.api;

import org.jspecify.annotations.NullMarked;
