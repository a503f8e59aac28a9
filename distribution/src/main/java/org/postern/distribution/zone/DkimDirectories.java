// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.zone;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.postern.distribution.home.Home;

/** Where the mailets look for keys that sign. */
public final class DkimDirectories {

    private static final String SIGNER = "SignDkim";
    private static final String CONF = "file://conf/";

    private DkimDirectories() {
    }

    /** @param container the content of {@code mailetcontainer.xml} */
    public static Set<Path> of(Home home, HierarchicalConfiguration<ImmutableNode> container) {
        Set<Path> directories = new LinkedHashSet<>();
        for (HierarchicalConfiguration<ImmutableNode> mailet : container.configurationsAt("processors.processor.mailet")) {
            if (mailet.getString("[@class]", "").endsWith(SIGNER)) {
                String url = mailet.getString("keys", "").strip();
                directories.add(url.isEmpty() ? home.dkim() : directory(home, url));
            }
        }
        return directories;
    }

    private static Path directory(Home home, String url) {
        return url.startsWith(CONF) ? home.conf().resolve(url.substring(CONF.length())) : Path.of(url.replaceFirst("^file:/{2}", ""));
    }
}
