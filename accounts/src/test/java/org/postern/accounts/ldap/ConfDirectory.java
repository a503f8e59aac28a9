// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.ldap;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.james.filesystem.api.FileSystem;

/** {@code file://conf/}, somewhere else. */
record ConfDirectory(Path conf) implements FileSystem {
    @Override
    public InputStream getResource(String url) throws IOException {
        return Files.newInputStream(getFile(url).toPath());
    }

    @Override
    public File getFile(String url) {
        return conf.resolve(url.replaceFirst("^file://conf/", "")).toFile();
    }

    @Override
    public File getBasedir() {
        return conf.toFile();
    }
}
