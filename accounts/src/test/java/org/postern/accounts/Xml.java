// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.james.server.core.configuration.FileConfigurationProvider;

/** Files of {@code conf/}. */
public final class Xml {
    private Xml() {
    }

    public static LimitsFile limits(String content) throws Exception {
        return LimitsFile.parse(of("<limits>" + content.replace('\'', '"') + "</limits>"));
    }

    private static XMLConfiguration of(String text) throws Exception {
        return FileConfigurationProvider.getConfig(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
