// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import javax.mail.MessagingException;
import javax.mail.internet.AddressException;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.util.ByteSequence;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.queue.api.MailPrioritySupport;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.DeliveryRetriesHelper;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.PerRecipientHeaders;
import org.postern.bridge.MailAttributes;
import org.postern.bridge.MailOptions;
import org.postern.distribution.queue.QueuedMail.Past;

/**
 * A mail as the journal has it: the length of its envelope in four octets, the envelope in JSON, and the octets of its message, unless
 * a file has them. (James joins recipients and attribute names with semicolons, and {@code "a;b"@example.org} is lost where they are
 * taken apart.)
 *
 * @param json the envelope
 * @param content all of it
 * @param bodyAt where in the content the message begins
 */
record QueuedEnvelope(ObjectNode json, ByteSequence content, int bodyAt) {

    /** Stands before and behind each recipient. */
    static final String SEPARATOR = "\n";

    private static final String DUE = "due";
    private static final String PRIORITY = "priority";
    private static final String SINCE = "since";
    private static final String HELD = "held";
    private static final String FILE = "file";
    private static final String ACCOUNTS = "accounts";
    private static final String ATTRIBUTES = "attributes";
    private static final String VALUE = "value";
    private static final int ROOM = 2048;
    /** In ASCII: half a character has no UTF-8. */
    private static final ObjectMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /**
     * What the queue adds to a mail.
     *
     * @param due in milliseconds since the epoch
     * @param since when it was queued, in milliseconds since the epoch
     * @param held whether a person has to let it go on
     * @param bodyFile the file that has the message
     */
    record Terms(long due, long since, boolean held, Optional<String> bodyFile) {
    }

    /** @param body the message, when no file has it */
    static QueuedEnvelope write(Mail mail, Terms terms, Optional<InputStream> body) throws IOException, MessagingException {
        ObjectNode json = json(mail);
        json.put(PRIORITY, AttributeUtils.getValueAndCastFromMail(mail, MailPrioritySupport.MAIL_PRIORITY, Integer.class)
            .orElse(MailPrioritySupport.NORMAL_PRIORITY));
        ArrayNode accounts = json.putArray(ACCOUNTS);
        MailAttributes.accounts(mail).forEach(accounts::add);
        Content content = new Content(ROOM + (body.isPresent() ? (int) mail.getMessageSize() : 0));
        int bodyAt = write(json, terms, content);
        if (body.isPresent()) {
            body.get().transferTo(content);
        }
        return new QueuedEnvelope(json, content.octets(), bodyAt);
    }

    /** The same mail on other terms. */
    QueuedEnvelope on(Terms terms) throws IOException {
        return rewritten(json.deepCopy(), terms);
    }

    /** The same mail, which a person has to let go on. */
    QueuedEnvelope heldBecause(String reason, Terms terms) throws IOException {
        ObjectNode changed = json.deepCopy();
        AttributeValue.of(reason).toJson()
            .ifPresent(value -> changed.withObject("/" + ATTRIBUTES).set(MailAttributes.HELD.asString(), value));
        return rewritten(changed, terms);
    }

    private QueuedEnvelope rewritten(ObjectNode changed, Terms terms) throws IOException {
        Content rewritten = new Content(ROOM + content.getLength());
        int changedBodyAt = write(changed, terms, rewritten);
        rewritten.write(content.getData(), content.getOffset() + bodyAt, content.getLength() - bodyAt);
        return new QueuedEnvelope(changed, rewritten.octets(), changedBodyAt);
    }

    /** @return where the message begins */
    private static int write(ObjectNode json, Terms terms, Content content) throws IOException {
        json.put(DUE, terms.due()).put(SINCE, terms.since()).put(HELD, terms.held());
        terms.bodyFile().ifPresentOrElse(file -> json.put(FILE, file), () -> json.remove(FILE));
        byte[] envelope = JSON.writeValueAsBytes(json);
        new DataOutputStream(content).writeInt(envelope.length);
        content.write(envelope);
        return content.size();
    }

    /** For the journal. */
    ActiveMQBytesMessage message() {
        ActiveMQBytesMessage message = new ActiveMQBytesMessage();
        message.setContent(content);
        return message;
    }

    /** Gives its octets away without a copy. */
    private static final class Content extends ByteArrayOutputStream {

        Content(int size) {
            super(size);
        }

        ByteSequence octets() {
            return new ByteSequence(buf, 0, count);
        }
    }

    /** @throws IOException when it is no such mail */
    static QueuedEnvelope read(ActiveMQBytesMessage message) throws IOException {
        ByteSequence content = message.getContent();
        int length = ByteBuffer.wrap(content.getData(), content.getOffset(), Integer.BYTES).getInt();
        ObjectNode json = (ObjectNode) JSON.readTree(content.getData(), content.getOffset() + Integer.BYTES, length);
        return new QueuedEnvelope(json, content, Integer.BYTES + length);
    }

    /** What is kept in memory of it. */
    QueuedMail summary(Journal.Place place, long order) {
        return new QueuedMail(place, order, json.path(DUE).asLong(), json.path(PRIORITY).asInt(), json.path(SINCE).asLong(),
            json.path(HELD).asBoolean(), json.path("name").asText(), text(json, "sender").orElse(""),
            texts("recipients").stream().collect(Collectors.joining(SEPARATOR, SEPARATOR, SEPARATOR)),
            texts(ACCOUNTS).stream().map(Username::of).toList(), bodyFile(), past());
    }

    private Past past() {
        return new Past(attribute(MailOptions.ARRIVAL).map(QueuedEnvelope::millis).orElseGet(() -> json.path(SINCE).asLong()),
            json.path(ATTRIBUTES).path(DeliveryRetriesHelper.DELIVERY_RETRY_COUNT.asString()).path(VALUE).asInt(),
            attribute(MailOptions.HOLD_UNTIL).map(QueuedEnvelope::millis).orElse(0L));
    }

    private Optional<String> attribute(AttributeName name) {
        return text(json.path(ATTRIBUTES).path(name.asString()), VALUE);
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    Optional<String> bodyFile() {
        return text(json, FILE);
    }

    /** The octets of the message, when no file has them. */
    StoredBody.InMemory body(String id) {
        return new StoredBody.InMemory(id, content.getData(), content.getOffset() + bodyAt, content.getLength() - bodyAt);
    }

    /** All but the message. */
    MailImpl.Builder mail() throws AddressException {
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
        json.path(ATTRIBUTES).properties().forEach(attribute -> mail.addAttribute(
            new Attribute(AttributeName.of(attribute.getKey()), AttributeValue.fromJson(attribute.getValue()))));
        PerRecipientHeaders headers = new PerRecipientHeaders();
        for (JsonNode header : json.path("headers")) {
            headers.addHeaderForRecipient(PerRecipientHeaders.Header.builder().name(header.path("name").asText())
                .value(header.path("value").asText()), new MailAddress(header.path("recipient").asText()));
        }
        return mail.addAllHeadersForRecipients(headers);
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
        ObjectNode attributes = json.putObject(ATTRIBUTES);
        // What has no JSON is of no use to another process, and James drops it too.
        mail.attributes().forEach(attribute -> attribute.getValue().toJson()
            .ifPresent(value -> attributes.set(attribute.getName().asString(), value)));
        ArrayNode headers = json.putArray("headers");
        mail.getPerRecipientSpecificHeaders().getHeadersByRecipient().forEach((recipient, header) -> headers.addObject()
            .put("recipient", recipient.asString()).put("name", header.getName()).put("value", header.getValue()));
        return json;
    }

    private List<String> texts(String name) {
        return StreamSupport.stream(json.path(name).spliterator(), false).map(JsonNode::asText).toList();
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue());
    }
}
