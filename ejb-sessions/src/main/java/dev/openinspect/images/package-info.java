/**
 * Images of repositories: what a sandbox holds after clone and setup, frozen, so that later sessions begin with it. The first session with a setup hook leaves a
 * baseline; prebuilt ones are made on a schedule, after a push or by hand, in a sandbox of their own. Leans on repositories and on the port to sandbox hosts;
 * sessions know this package and not the other way round: what it needs of them is {@link dev.openinspect.images.BuildSites}.
 */
@NullMarked
package dev.openinspect.images;

import org.jspecify.annotations.NullMarked;
