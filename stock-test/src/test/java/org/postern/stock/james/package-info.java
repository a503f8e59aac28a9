// SPDX-License-Identifier: Apache-2.0
/**
 * The main class and the Guice modules that James has for its SMTP-only application on JPA and does not publish, as small
 * as the tests need them.
 * Whatever James's own application would bind comes in.
 * Nothing of Postern may come in: this is the server that an operator has before dropping our jars.
 */
package org.postern.stock.james;
