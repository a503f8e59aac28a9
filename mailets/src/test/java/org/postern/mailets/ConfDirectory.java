// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.file.Path;

import org.apache.james.filesystem.api.FileSystem;

/** {@code file://conf/}, somewhere else. */
record ConfDirectory(Path conf) implements FileSystem {
    @Override
    public InputStream getResource(String url) throws FileNotFoundException {
        return new FileInputStream(getFile(url));
    }

    @Override
    public File getFile(String url) {
        return conf.resolve(url.replaceFirst("^file://conf/", "")).toFile();
    }

    @Override
    public File getFileWithinBaseDir(String url) {
        return getFile(url);
    }

    @Override
    public File getBasedir() {
        return conf.toFile();
    }
}
