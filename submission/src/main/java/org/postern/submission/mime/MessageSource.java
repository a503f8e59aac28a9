// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import java.io.IOException;
import java.io.InputStream;

/** A message that can be read more than once, from its first octet each time. */
@FunctionalInterface
public interface MessageSource {
    /** The caller closes it. */
    InputStream open() throws IOException;
}
