// SPDX-License-Identifier: Apache-2.0
/**
 * What an operator does with queued mail: the routes below {@code /queue} of WebAdmin, and {@code postern queue}, which asks them.
 * Here come how mail is chosen in a request and how it is shown. How a queue does it may not come in.
 */
package org.postern.distribution.queuework;
