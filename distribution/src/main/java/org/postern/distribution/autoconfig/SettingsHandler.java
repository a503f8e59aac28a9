// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.mail.internet.AddressException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.postern.bridge.StoreCalls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers mail programs. Everybody of a domain of this server gets the same settings, whether there is such a person or not; for other
 * domains there are none (404).
 */
final class SettingsHandler extends AbstractHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(SettingsHandler.class);
    private static final List<String> CLIENT_CONFIG = List.of("/mail/config-v1.1.xml", "/.well-known/autoconfig/mail/config-v1.1.xml");
    private static final String AUTODISCOVER = "/autodiscover/autodiscover.xml";
    private static final String APPLE = "/apple.mobileconfig";
    private static final String ADDRESS = "emailaddress";
    private static final String OWN_NAME = "autoconfig.";
    private static final String XML = "text/xml;charset=utf-8";
    private static final int LARGEST_BODY = 16_384;

    private final ClientConfig clientConfig;
    private final Autodiscover autodiscover;
    private final AppleProfile appleProfile;
    private final DomainList domains;
    private final StoreCalls stores;

    SettingsHandler(Site site, DomainList domains, StoreCalls stores) {
        this.clientConfig = new ClientConfig(site);
        this.autodiscover = new Autodiscover(site);
        this.appleProfile = new AppleProfile(site);
        this.domains = domains;
        this.stores = stores;
    }

    /** Why there is no document. */
    private static final class Refusal extends Exception {

        private static final long serialVersionUID = 1L;
        private final int status;

        Refusal(int status, String text) {
            super(text);
            this.status = status;
        }
    }

    /** What the answer holds. */
    private record Answer(String type, String text) {
    }

    @Override
    public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response) throws IOException {
        base.setHandled(true);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        try {
            Answer answer = answer(target, request, response);
            write(response, HttpServletResponse.SC_OK, answer);
        } catch (Refusal e) {
            refuse(response, e.status, e.getMessage());
        } catch (BadMessageException e) {
            refuse(response, e.getCode(), "The request cannot be read");
        } catch (RuntimeException e) {
            // In one line: a stranger may be able to repeat it.
            LOGGER.error("A question for settings cannot be answered ({})", e.getClass().getName());
            LOGGER.debug("That was because of", e);
            refuse(response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "This server cannot answer that");
        }
    }

    private Answer answer(String path, HttpServletRequest request, HttpServletResponse response) throws Refusal, IOException {
        if (CLIENT_CONFIG.contains(path)) {
            onlyMethods(request, response, "GET", "HEAD");
            return new Answer(XML, clientConfig.of(hosted(domain(request))));
        }
        if (path.toLowerCase(Locale.ROOT).equals(AUTODISCOVER)) {
            onlyMethods(request, response, "POST");
            return new Answer(XML, autodiscover.of(hosted(asked(body(request)))));
        }
        if (path.equals(APPLE)) {
            onlyMethods(request, response, "GET", "HEAD");
            if (!appleProfile.isPossible()) {
                throw new Refusal(HttpServletResponse.SC_NOT_FOUND, "This server knows of no server from which mail is read");
            }
            return new Answer("application/x-apple-aspen-config", appleProfile.of(hosted(address(request))));
        }
        throw new Refusal(HttpServletResponse.SC_NOT_FOUND, "There is nothing here but settings of mail programs");
    }

    private static void onlyMethods(HttpServletRequest request, HttpServletResponse response, String... methods) throws Refusal {
        if (!List.of(methods).contains(request.getMethod())) {
            response.setHeader("Allow", String.join(", ", methods));
            throw new Refusal(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Allowed is " + String.join(", ", methods));
        }
    }

    /** That of the address; else, where programs do not show it, that of the name under which they ask. */
    private static Domain domain(HttpServletRequest request) throws Refusal {
        String address = Optional.ofNullable(request.getParameter(ADDRESS)).orElse("");
        String host = request.getServerName().toLowerCase(Locale.ROOT);
        String asked = host.startsWith(OWN_NAME) ? host.substring(OWN_NAME.length()) : host;
        try {
            return Domain.of(address.isEmpty() ? asked : address.substring(address.lastIndexOf('@') + 1));
        } catch (IllegalArgumentException e) {
            throw new Refusal(HttpServletResponse.SC_BAD_REQUEST, "A mail address is expected as " + ADDRESS);
        }
    }

    private static MailAddress address(HttpServletRequest request) throws Refusal {
        return parse(Optional.ofNullable(request.getParameter(ADDRESS)).orElse(""));
    }

    private static MailAddress asked(byte[] body) throws Refusal {
        try {
            return parse(Autodiscover.address(body));
        } catch (IllegalArgumentException e) {
            throw new Refusal(HttpServletResponse.SC_BAD_REQUEST, "A request of Autodiscover (" + Autodiscover.REQUEST + ") is expected");
        }
    }

    private static MailAddress parse(String address) throws Refusal {
        try {
            // Not everything that can be quoted can be written in XML.
            if (address.codePoints().allMatch(XmlText::canHold)) {
                return new MailAddress(address);
            }
        } catch (AddressException e) {
            LOGGER.debug("Settings were asked for what is no address", e);
        }
        throw new Refusal(HttpServletResponse.SC_BAD_REQUEST, "A mail address is expected, such as ann@example.org");
    }

    private MailAddress hosted(MailAddress address) throws Refusal {
        hosted(address.getDomain());
        return address;
    }

    private Domain hosted(Domain domain) throws Refusal {
        boolean known;
        try {
            known = stores.ask(() -> domains.containsDomain(domain));
        } catch (Exception e) {
            LOGGER.error("The domains cannot be asked for now", e);
            throw new Refusal(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "A store does not answer, please try again later");
        }
        if (!known) {
            throw new Refusal(HttpServletResponse.SC_NOT_FOUND, "That is no domain of this server");
        }
        return domain;
    }

    private static byte[] body(HttpServletRequest request) throws IOException, Refusal {
        InputStream in = request.getInputStream();
        byte[] body = in.readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new Refusal(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "A question has at most " + LARGEST_BODY + " octets");
        }
        return body;
    }

    private static void refuse(HttpServletResponse response, int status, String text) throws IOException {
        write(response, status, new Answer("text/plain;charset=utf-8", text + "\n"));
    }

    private static void write(HttpServletResponse response, int status, Answer answer) throws IOException {
        byte[] octets = answer.text().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(answer.type());
        response.setContentLength(octets.length);
        response.getOutputStream().write(octets);
    }
}
