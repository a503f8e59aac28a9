// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.server;

import org.apache.james.filesystem.api.JamesDirectoriesProvider;
import org.postern.distribution.home.Home;

/** Tells James where {@code file://conf/} and {@code file://var/} are. */
public final class HomeDirectories implements JamesDirectoriesProvider {

    private final Home home;

    public HomeDirectories(Home home) {
        this.home = home;
    }

    @Override
    public String getAbsoluteDirectory() {
        return "/";
    }

    @Override
    public String getConfDirectory() {
        return home.conf() + "/";
    }

    @Override
    public String getVarDirectory() {
        return home.var() + "/";
    }

    @Override
    public String getRootDirectory() {
        return home.shown().toString();
    }
}
