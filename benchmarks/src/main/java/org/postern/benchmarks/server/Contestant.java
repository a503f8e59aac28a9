// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The servers that are compared. */
public enum Contestant {
    POSTERN("Postern") {
        @Override
        Stream<String> obstacles(Programs programs) {
            return missing(programs.distribution().resolve("bin/postern"), "the distribution");
        }

        @Override
        public Peer start(Programs programs, Ground ground) throws IOException, InterruptedException {
            return PosternPeer.start(programs.distribution(), ground);
        }
    },
    JAMES("stock James") {
        @Override
        Stream<String> obstacles(Programs programs) {
            return missing(programs.stockJames(), "the class path of a stock James");
        }

        @Override
        public Peer start(Programs programs, Ground ground) throws IOException, InterruptedException {
            return StockJamesPeer.start(programs.stockJames(), ground);
        }
    },
    POSTFIX("Postfix") {
        @Override
        Stream<String> obstacles(Programs programs) {
            return Stream.of(packages("postfix", "postfix"), packages("dovecot", "dovecot-core"), root()).flatMap(all -> all);
        }

        @Override
        public Peer start(Programs programs, Ground ground) throws IOException, InterruptedException {
            return PostfixPeer.start(ground);
        }
    },
    EXIM("Exim") {
        @Override
        Stream<String> obstacles(Programs programs) {
            Stream<String> program = programs.exim().isPresent() ? Stream.empty() : Stream.of(
                "exim4 is not installed, Debian's package exim4-daemon-light; beside Postfix unpack it with dpkg -x and name the program");
            return Stream.concat(program, root());
        }

        @Override
        public Peer start(Programs programs, Ground ground) throws IOException, InterruptedException {
            return EximPeer.start(programs.exim().orElseThrow(), ground);
        }
    };

    private final String title;

    Contestant(String title) {
        this.title = title;
    }

    /** What keeps it from running here, as sentences. */
    abstract Stream<String> obstacles(Programs programs);

    /** Returns when it takes mail. */
    public abstract Peer start(Programs programs, Ground ground) throws IOException, InterruptedException;

    /** As {@link #obstacles}; empty when it can run. */
    public String whyNot(Programs programs) {
        return String.join("; ", obstacles(programs).toList());
    }

    public String title() {
        return title;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Stream<String> missing(Path file, String what) {
        return Files.exists(file) ? Stream.empty() : Stream.of(what + " is not at " + file);
    }

    private static Stream<String> packages(String program, String debianPackage) {
        return Commands.find(program).isPresent() ? Stream.empty()
            : Stream.of(program + " is not installed, Debian's package " + debianPackage);
    }

    private static Stream<String> root() {
        return Commands.isRoot() ? Stream.empty() : Stream.of("it has to be started by root");
    }
}
