// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.filesystem.api.FileSystem;
import org.postern.bridge.SecretFile;
import org.postern.hooks.Settings;

/**
 * What the XML says of the filter.
 *
 * @param timeout for the whole answer
 * @param acceptOnFailure whether a message passes that the filter could not be asked about
 * @param maxOctets the largest message to ask about
 * @param password by which the filter knows this server
 */
public record FilterSettings(URI url, Duration timeout, boolean acceptOnFailure, long maxOctets, Optional<HttpField> password) {
    private static final String ACCEPT = "accept";
    private static final String TRY_LATER = "tryLater";
    private static final String PASSWORD_FILE = "passwordFile";
    /** RFC 6409 §5.3 has every command answered within two minutes. */
    private static final int MOST_SECONDS = 60;
    private static final int MOST_KB = 1_048_576;

    /** @throws ConfigurationException when an element is wrong, with what is allowed */
    public static FilterSettings of(Configuration config, FileSystem files) throws ConfigurationException {
        Settings.onlyKnown(config, "ContentFilter", "url", "timeout", "onFailure", "maxSize", PASSWORD_FILE);
        String onFailure = config.getString("onFailure", TRY_LATER).strip();
        if (!Set.of(ACCEPT, TRY_LATER).contains(onFailure)) {
            throw wrong("onFailure", onFailure, "accept or tryLater");
        }
        return new FilterSettings(
            url(config.getString("url", "").strip()),
            Duration.ofSeconds(Settings.between(1, MOST_SECONDS, config, "timeout", 10)),
            onFailure.equals(ACCEPT),
            1024L * Settings.between(1, MOST_KB, config, "maxSize", 10_240),
            password(config, files));
    }

    private static URI url(String text) throws ConfigurationException {
        try {
            URI url = URI.create(text);
            if (Set.of("http", "https").contains(String.valueOf(url.getScheme())) && url.getHost() != null
                    && url.getRawUserInfo() == null && url.getRawFragment() == null && url.getPort() != 0 && url.getPort() <= 65_535) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Told below, as for any other text that is no such URL.
        }
        throw wrong("url", text, "a URL such as http://127.0.0.1:11333/checkv2, without a user name");
    }

    private static Optional<HttpField> password(Configuration config, FileSystem files) throws ConfigurationException {
        if (!config.containsKey(PASSWORD_FILE)) {
            return Optional.empty();
        }
        String file = config.getString(PASSWORD_FILE).strip();
        String header = config.getString(PASSWORD_FILE + "[@header]", "Password").strip();
        if (!header.matches("[A-Za-z0-9-]+") || Question.FIELDS.stream().anyMatch(header::equalsIgnoreCase)
                || HttpField.OF_THE_CLIENT.stream().anyMatch(header::equalsIgnoreCase)) {
            throw wrong(PASSWORD_FILE + " header=", header, "the name of an HTTP header that the question has no other use for");
        }
        String password = SecretFile.read(files::getResource, file, allowed -> wrong(PASSWORD_FILE, file, allowed));
        return Optional.of(new HttpField(header, password));
    }

    private static ConfigurationException wrong(String element, String value, String allowed) {
        return new ConfigurationException("smtpserver.xml: <" + element + "> of ContentFilter is '" + value + "', allowed is " + allowed);
    }
}
