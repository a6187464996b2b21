/**
 * What is up before anybody asks: how many sandboxes a repository keeps warm, when one is made or given up, and who may ask for one by writing at a prompt. Leans
 * on sessions, which make and claim the pooled ones; knows no host, no HTTP and no vendor.
 */
@NullMarked
package dev.openinspect.warmth;

import org.jspecify.annotations.NullMarked;
