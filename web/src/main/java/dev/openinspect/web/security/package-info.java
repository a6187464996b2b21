/**
 * Who is at the door: the one authentication mechanism for console logins, API tokens, stream tokens, sandbox tokens and the
 * operator's key, the rules against cross-site requests, and the headers that every answer carries. Leans on people and sandboxes to
 * know secrets; knows no resource and no page.
 */
@NullMarked
package dev.openinspect.web.security;

import org.jspecify.annotations.NullMarked;
