// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.IOException;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.jms.JMSException;
import javax.jms.Message;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.queue.jms.JMSSupport;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.PerRecipientHeaders;
import org.postern.bridge.MailAttributes;

/**
 * All of a mail but its message, as properties of a JMS message. The envelope is one of them, in JSON: James joins
 * recipients and attribute names with semicolons, and {@code "a;b"@example.org} is lost where they are taken apart.
 * The others are there to be selected by.
 */
final class QueuedEnvelope {

    /** JMS property with the envelope. */
    static final String ENVELOPE = "POSTERN_ENVELOPE";

    /** JMS property with the accounts whose mail it is, between separators, each as {@link AsciiName} has it. */
    private static final String ACCOUNTS = "POSTERN_ACCOUNTS";
    private static final String SEPARATOR = "\n";
    /** In ASCII: of a character beyond 16 bits the broker's properties bring back two others. */
    private static final ObjectMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private QueuedEnvelope() {
    }

    /** @param due in milliseconds since the epoch */
    static Map<String, Object> write(Mail mail, long due) throws MessagingException {
        Map<String, Object> properties = new HashMap<>();
        properties.put(JMSSupport.JAMES_NEXT_DELIVERY, due);
        properties.put(JMSSupport.JAMES_MAIL_MESSAGE_SIZE, mail.getMessageSize());
        properties.put(JMSSupport.JAMES_MAIL_NAME, mail.getName());
        properties.put(JMSSupport.JAMES_MAIL_SENDER, mail.getMaybeSender().asString(""));
        properties.put(JMSSupport.JAMES_MAIL_RECIPIENTS, mail.getRecipients().stream().map(MailAddress::asString)
            .collect(Collectors.joining(SEPARATOR, SEPARATOR, SEPARATOR)));
        properties.put(ACCOUNTS, MailAttributes.accounts(mail).stream().map(name -> AsciiName.of(Username.of(name)))
            .collect(Collectors.joining(SEPARATOR, SEPARATOR, SEPARATOR)));
        try {
            properties.put(ENVELOPE, JSON.writeValueAsString(json(mail)));
        } catch (JsonProcessingException e) {
            throw new MessagingException("The envelope of " + mail.getName() + " cannot be written", e);
        }
        return properties;
    }

    static MailImpl.Builder read(Message message) throws JMSException {
        try {
            return read(JSON.readTree(message.getStringProperty(ENVELOPE)));
        } catch (IOException | MessagingException e) {
            throw unreadable(message, e);
        }
    }

    /** The JMS selector of the mail that has this as one of its recipients. */
    static String withRecipient(String recipient) {
        return withOneOf(JMSSupport.JAMES_MAIL_RECIPIENTS, recipient);
    }

    /** The JMS selector of the mail of this account. */
    static String ofAccount(Username account) {
        return withOneOf(ACCOUNTS, AsciiName.of(account));
    }

    private static String withOneOf(String property, String value) {
        String escaped = quote(value).replaceAll("([\\\\%_])", "\\\\$1");
        return property + " LIKE '%" + SEPARATOR + escaped + SEPARATOR + "%' ESCAPE '\\'";
    }

    /** Whose mail it is: whose password was used, then whom they acted as, if that is somebody else; nobody's when this server made it. */
    static List<Username> accounts(Message message) throws JMSException {
        return Stream.of(Optional.ofNullable(message.getStringProperty(ACCOUNTS)).orElse("").split(SEPARATOR))
            .filter(name -> !name.isEmpty())
            .map(AsciiName::parse)
            .toList();
    }

    static String name(Message message) throws JMSException {
        return message.getStringProperty(JMSSupport.JAMES_MAIL_NAME);
    }

    /** The JMS selector of the mail of this name. */
    static String named(String name) {
        return with(JMSSupport.JAMES_MAIL_NAME, name);
    }

    /** The JMS selector of the mail that has this value of a property. */
    static String with(String property, String value) {
        return property + " = '" + quote(value) + "'";
    }

    private static String quote(String value) {
        return value.replace("'", "''");
    }

    private static ObjectNode json(Mail mail) {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", mail.getName());
        mail.getMaybeSender().asOptional().ifPresent(sender -> json.put("sender", sender.asString()));
        ArrayNode recipients = json.putArray("recipients");
        mail.getRecipients().forEach(recipient -> recipients.add(recipient.asString()));
        json.put("state", mail.getState());
        json.put("error", mail.getErrorMessage());
        json.put("updated", mail.getLastUpdated().getTime());
        json.put("address", mail.getRemoteAddr());
        json.put("host", mail.getRemoteHost());
        ObjectNode attributes = json.putObject("attributes");
        // What has no JSON is of no use to another process, and James drops it too.
        mail.attributes().forEach(attribute -> attribute.getValue().toJson()
            .ifPresent(value -> attributes.set(attribute.getName().asString(), value)));
        ArrayNode headers = json.putArray("headers");
        mail.getPerRecipientSpecificHeaders().getHeadersByRecipient().forEach((recipient, header) -> headers.addObject()
            .put("recipient", recipient.asString()).put("name", header.getName()).put("value", header.getValue()));
        return json;
    }

    private static MailImpl.Builder read(JsonNode json) throws AddressException {
        MailImpl.Builder mail = MailImpl.builder()
            .name(json.path("name").asText())
            .state(json.path("state").asText())
            .errorMessage(text(json, "error").orElse(null))
            .lastUpdated(new Date(json.path("updated").asLong()))
            .remoteAddr(text(json, "address").orElse(null))
            .remoteHost(text(json, "host").orElse(null));
        Optional<String> sender = text(json, "sender");
        if (sender.isPresent()) {
            mail.sender(new MailAddress(sender.get()));
        }
        for (JsonNode recipient : json.path("recipients")) {
            mail.addRecipient(new MailAddress(recipient.asText()));
        }
        json.path("attributes").properties().forEach(attribute -> mail.addAttribute(
            new Attribute(AttributeName.of(attribute.getKey()), AttributeValue.fromJson(attribute.getValue()))));
        PerRecipientHeaders headers = new PerRecipientHeaders();
        for (JsonNode header : json.path("headers")) {
            headers.addHeaderForRecipient(PerRecipientHeaders.Header.builder().name(header.path("name").asText())
                .value(header.path("value").asText()), new MailAddress(header.path("recipient").asText()));
        }
        return mail.addAllHeadersForRecipients(headers);
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue());
    }

    private static JMSException unreadable(Message message, Exception cause) throws JMSException {
        JMSException unreadable = new JMSException("The envelope of " + message.getJMSMessageID() + " cannot be read");
        unreadable.setLinkedException(cause);
        return unreadable;
    }
}
