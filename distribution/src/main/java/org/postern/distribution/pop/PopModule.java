// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.pop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.ProvidesIntoSet;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.Routes;
import org.postern.accounts.Suspensions;
import org.postern.accounts.pop.PopLogins;
import org.postern.bridge.StoreCalls;

/** POP-before-SMTP: where the POP3 server reports its logins. */
public final class PopModule extends AbstractModule {

    /** What the POP3 server has to know, a line by itself, in {@code conf/}. */
    public static final String TOKEN = "pop-before-smtp.token";

    @ProvidesIntoSet
    Routes routes(PopLogins logins, DomainList domains, UsersRepository users, Suspensions suspensions, StoreCalls stores,
            JamesDirectoriesProvider directories) throws IOException {
        Path file = Path.of(directories.getConfDirectory(), TOKEN);
        String token = Files.readString(file).strip();
        if (token.isEmpty()) {
            throw new IOException(file + " is empty; it holds what a POP3 server has to know");
        }
        return new PopRoutes(logins, domains, users, suspensions, stores, token);
    }
}
