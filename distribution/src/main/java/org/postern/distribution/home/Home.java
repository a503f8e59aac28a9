// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.home;

import java.nio.file.Path;

/**
 * Where one server keeps its files.
 *
 * @param conf what the operator edits
 * @param var what the server writes: store, queues, logs
 */
public record Home(Path conf, Path var) {

    /** Where a package installs its configuration. */
    public static final Path INSTALLED_CONF = Path.of("/etc/postern");
    /** Where a package keeps its state. */
    public static final Path INSTALLED_VAR = Path.of("/var/lib/postern");

    public Home {
        conf = conf.toAbsolutePath().normalize();
        var = var.toAbsolutePath().normalize();
    }

    /** A home in one directory: {@code conf/} and {@code var/} below it. */
    public static Home at(Path directory) {
        return new Home(directory.resolve("conf"), directory.resolve("var"));
    }

    /** The home of an installed package. */
    public static Home installed() {
        return new Home(INSTALLED_CONF, INSTALLED_VAR);
    }

    /** The keys with which mail is signed: {@code DOMAIN/SELECTOR.pem}. */
    public Path dkim() {
        return conf.resolve("dkim");
    }

    public Path logs() {
        return var.resolve("log");
    }

    public Path store() {
        return var.resolve("store");
    }

    /** The directory to show to a person: the common parent, or the configuration where there is none. */
    public Path shown() {
        return conf.getParent().equals(var.getParent()) ? conf.getParent() : conf;
    }
}
