// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.FileConfigurationProvider;

/** Configuration as James reads it. */
final class Xml {
    private Xml() {
    }

    static XMLConfiguration parse(String text) throws ConfigurationException {
        return FileConfigurationProvider.getConfig(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
