// SPDX-License-Identifier: Apache-2.0
/**
 * What the server counts and measures, for Prometheus, and whether it is fit to take mail, for whoever watches it. Counts come from the
 * events that the trace is told of, all other figures are asked for when somebody reads them. No message is known here, and no label
 * may grow without end.
 */
package org.postern.distribution.metrics;
