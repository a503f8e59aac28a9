// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.postern.accounts.SourcesFile;
import org.postern.distribution.server.ServerOptions;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Whether the sources of passwords know each person by one name. An account with a second one can go on under it when the first is
 * suspended.
 */
final class OneNameEach implements Look {

    @Override
    public List<Finding> at(ServerOptions options) throws IOException {
        List<Finding> findings = new ArrayList<>();
        NodeList sources = XmlFiles.read(options.home().conf().resolve(SourcesFile.NAME)).getElementsByTagName("radius");
        for (int i = 0; i < sources.getLength(); i++) {
            boolean hasDomains = ((Element) sources.item(i)).getElementsByTagName("domain").getLength() > 0;
            findings.add(hasDomains ? Finding.ok(SourcesFile.NAME, "<radius> is asked for names of its domains")
                : Finding.warning(SourcesFile.NAME, "<radius> has no <domain> and is asked for names of all: where its servers"
                + " strip realms, ann@example.org and ann@example.net are one person and two accounts, each to be suspended and"
                + " limited alone; name the domains"));
        }
        return findings;
    }
}
