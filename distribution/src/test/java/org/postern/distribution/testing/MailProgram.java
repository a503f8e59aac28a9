// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.testing;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;

import javax.mail.Address;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;

import com.sun.mail.smtp.SMTPTransport;

/** Submits octets as a person's mail program does: TLS, password, message. */
public final class MailProgram {

    private final boolean implicitTls;
    private final int port;
    private final String user;
    private final String password;
    private final String parameters;

    private MailProgram(boolean implicitTls, int port, String user, String password, String parameters) {
        this.implicitTls = implicitTls;
        this.port = port;
        this.user = user;
        this.password = password;
        this.parameters = parameters;
    }

    /** Over 587: STARTTLS. */
    public static MailProgram startTls(PosternServer server, String user, String password) {
        return new MailProgram(false, server.port("submission"), user, password, "");
    }

    /** Over 465: TLS from the beginning. */
    public static MailProgram tls(PosternServer server, String user, String password) {
        return new MailProgram(true, server.port("submissions"), user, password, "");
    }

    /** With parameters behind MAIL. */
    public MailProgram asking(String mailParameters) {
        return new MailProgram(implicitTls, port, user, password, mailParameters);
    }

    /** The server's last reply. */
    public String submit(String message, String... recipients) throws MessagingException {
        try (SMTPTransport transport = open()) {
            MimeMessage octets = new MimeMessage(session(),
                new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)));
            transport.sendMessage(octets, Arrays.stream(recipients).map(MailProgram::address).toArray(Address[]::new));
            return transport.getLastServerResponse();
        }
    }

    /** Logged in. */
    public SMTPTransport open() throws MessagingException {
        SMTPTransport transport = (SMTPTransport) session().getTransport(protocol());
        transport.connect("127.0.0.1", port, user, password);
        return transport;
    }

    private String protocol() {
        return implicitTls ? "smtps" : "smtp";
    }

    private Session session() {
        String protocol = protocol();
        Properties properties = new Properties();
        properties.setProperty("mail." + protocol + ".from", user);
        properties.setProperty("mail." + protocol + ".ssl.trust", "*");
        properties.setProperty("mail." + protocol + ".ssl.checkserveridentity", "false");
        properties.setProperty("mail." + protocol + ".starttls.required", Boolean.toString(!implicitTls));
        properties.setProperty("mail." + protocol + ".starttls.enable", Boolean.toString(!implicitTls));
        if (!parameters.isEmpty()) {
            properties.setProperty("mail." + protocol + ".mailextension", parameters);
        }
        return Session.getInstance(properties);
    }

    private static Address address(String text) {
        try {
            return new InternetAddress(text);
        } catch (MessagingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
