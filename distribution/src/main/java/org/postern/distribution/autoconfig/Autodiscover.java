// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.apache.james.core.MailAddress;
import org.postern.distribution.autoconfig.MailService.Tls;

/**
 * The question of Outlook and the answer, in plain XML (MS-OXDSCLI). Of each protocol it takes one server.
 */
final class Autodiscover {

    static final String REQUEST = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
    private static final String ANSWER = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
    private static final String SETTINGS = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
    private static final String ADDRESS = "EMailAddress";

    private final Site site;

    Autodiscover(Site site) {
        this.site = site;
    }

    /**
     * The address for which settings are asked.
     *
     * @throws IllegalArgumentException when the body is no such question
     */
    static String address(byte[] body) {
        try {
            // The parser would write to the terminal what it cannot decode.
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return address(parsers().createXMLStreamReader(new StringReader(text.toString().replaceFirst("^\\uFEFF", ""))));
        } catch (CharacterCodingException | XMLStreamException | RuntimeException e) {
            // Some faults in a document type make the parser itself fail.
            throw new IllegalArgumentException("The body is no question", e);
        }
    }

    private static String address(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamReader.DTD) {
                throw new XMLStreamException("A question has no document type");
            }
            if (event == XMLStreamReader.START_ELEMENT && reader.getLocalName().equals(ADDRESS)) {
                if (!REQUEST.equals(reader.getNamespaceURI())) {
                    throw new XMLStreamException("This is another question, such as that of ActiveSync");
                }
                return reader.getElementText().strip();
            }
        }
        throw new XMLStreamException("There is no " + ADDRESS);
    }

    /** Without document types: what is sent here cannot make the parser fetch or unfold anything. */
    private static XMLInputFactory parsers() {
        XMLInputFactory parsers = XMLInputFactory.newDefaultFactory();
        parsers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        parsers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return parsers;
    }

    String of(MailAddress address) {
        XmlText xml = new XmlText().open("Autodiscover", "xmlns", ANSWER)
            .open("Response", "xmlns", SETTINGS)
            .open("User").element("DisplayName", address.asString()).close()
            .open("Account")
            .element("AccountType", "email")
            .element("Action", "settings");
        Stream.of(site.incoming(), site.submission()).flatMap(Autodiscover::firstOfEach)
            .forEach(service -> protocol(xml, service, site.userNames().of(address)));
        return xml.close().close().close().toString();
    }

    private static Stream<MailService> firstOfEach(List<MailService> services) {
        return services.stream().filter(service -> services.stream()
            .filter(other -> other.protocol() == service.protocol()).findFirst().filter(service::equals).isPresent());
    }

    private static void protocol(XmlText xml, MailService service, String userName) {
        xml.open("Protocol")
            .element("Type", service.protocol().name())
            .element("Server", service.host())
            .element("Port", String.valueOf(service.port()))
            .element("DomainRequired", "off")
            .element("LoginName", userName)
            .element("SPA", "off")
            .element("SSL", "on")
            .element("Encryption", service.tls() == Tls.IMPLICIT ? "SSL" : "TLS")
            .element("AuthRequired", "on")
            .close();
    }
}
