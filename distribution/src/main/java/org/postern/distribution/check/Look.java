// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.util.List;

import org.postern.distribution.server.ServerOptions;

/** One kind of thing to look at. */
@FunctionalInterface
interface Look {

    /** @throws IOException when a file cannot be read; its message names the file */
    List<Finding> at(ServerOptions options) throws IOException;
}
