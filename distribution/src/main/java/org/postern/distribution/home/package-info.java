// SPDX-License-Identifier: Apache-2.0
/**
 * The files of one server: where they are, and what a fresh home is filled with. Here come paths, keys and
 * credentials that are made once and never overwritten. Nothing here knows the running server.
 */
package org.postern.distribution.home;
