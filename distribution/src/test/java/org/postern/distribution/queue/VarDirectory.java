// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.nio.file.Path;

import org.apache.james.filesystem.api.JamesDirectoriesProvider;

/** The directories of a server of which only {@code var} is asked for. */
record VarDirectory(Path var) implements JamesDirectoriesProvider {

    @Override
    public String getAbsoluteDirectory() {
        return "/";
    }

    @Override
    public String getConfDirectory() {
        return var.resolve("conf") + "/";
    }

    @Override
    public String getVarDirectory() {
        return var + "/";
    }

    @Override
    public String getRootDirectory() {
        return var.toString();
    }
}
