/**
 * A stand-in of GitHub, in memory and on loopback: people who sign in, an app with its installations, repositories that are real Git folders behind smart
 * HTTP, pull requests, checks, and hooks. Answers in the form that GitHub's own description of its API gives; what is not needed here is not there, and
 * no test of ours proves more about GitHub than that description says. Knows no class of the product.
 */
@NullMarked
package dev.openinspect.github;

import org.jspecify.annotations.NullMarked;
