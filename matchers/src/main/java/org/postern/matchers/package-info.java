// SPDX-License-Identifier: Apache-2.0
/**
 * Matchers that tell submitted mail from other mail, and good from bad where no hook could refuse it at SMTP time.
 * Conditions in a {@code mailetcontainer.xml} and how they are read come in.
 * No check itself may come in: that is one class in {@code submission}.
 */
package org.postern.matchers;
