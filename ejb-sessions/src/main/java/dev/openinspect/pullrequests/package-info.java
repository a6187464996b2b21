/**
 * From a session's pushed branch to a pull request at the code host, opened in the name of whoever asked, and what becomes of it afterwards. Leans on the
 * codehosts ports, on people's tokens and on sessions; knows no vendor. {@link dev.openinspect.pullrequests.PullRequests} is the boundary,
 * {@link dev.openinspect.pullrequests.PullRequestWork} does what is wanted: claim, call, record.
 */
@NullMarked
package dev.openinspect.pullrequests;

import org.jspecify.annotations.NullMarked;
