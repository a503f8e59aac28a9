// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import java.util.List;
import java.util.Optional;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.postern.accounts.AuthenticationFile;
import org.postern.distribution.home.ServerName;

/**
 * What mail programs of a site's people need to know.
 *
 * @param displayName for people to read
 * @param userNames by which name people log in
 * @param submission where mail is submitted, the best first
 * @param incoming where mail is read, the best first; a submission server has no such thing itself
 */
public record Site(Optional<String> displayName, UserNameForm userNames, List<MailService> submission, List<MailService> incoming) {

    private static final int SUBMISSIONS = 465;
    private static final int SUBMISSION = 587;

    public Site {
        submission = List.copyOf(submission);
        incoming = List.copyOf(incoming);
    }

    /** @throws ConfigurationException when a file cannot be read; its message says what is allowed */
    public static Site of(ConfigurationProvider configuration, ServerName name) throws ConfigurationException {
        AutoconfigFile file = AutoconfigFile.of(configuration);
        List<MailService> submission = Listener.of(configuration.getConfiguration("smtpserver"), new AuthenticationFile(configuration))
            .stream()
            .map(listener -> new MailService(MailService.Protocol.SMTP, file.outgoingHost(name.value()),
                file.outgoingPort(listener.tls(), port(listener)), listener.tls(), listener.logins()))
            .toList();
        return new Site(file.displayName(), file.userNames(), submission, file.incoming());
    }

    /** A port that is another at each start cannot be told to anybody; something forwards the usual one. */
    private static int port(Listener listener) {
        if (listener.port() > 0) {
            return listener.port();
        }
        return listener.tls() == MailService.Tls.IMPLICIT ? SUBMISSIONS : SUBMISSION;
    }

    String displayName(Domain domain) {
        return displayName.orElseGet(domain::asString);
    }
}
