/**
 * How the doors say no over HTTP: RFC 9457 problem documents with a stable code, one translation for everything that can be thrown,
 * and the request id that ties an answer to its log lines. May lean on the application's refusals; knows no particular door.
 */
@NullMarked
package dev.openinspect.web.problems;

import org.jspecify.annotations.NullMarked;
