// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import java.io.StringWriter;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A small XML document on its way; whatever is put into it is escaped. */
final class XmlText {

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;

    XmlText() {
        try {
            text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
            writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the writer does with memory below it cannot fail. */
    private interface Step {
        void run() throws XMLStreamException;
    }

    /** Whether XML has the character (XML 1.0 §2.2); the controls that it would have are none for people to read. */
    static boolean canHold(int codePoint) {
        boolean isHalf = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return !Character.isISOControl(codePoint) && !isHalf && codePoint != 0xFFFE && codePoint != 0xFFFF;
    }

    /** What Apple's documents name their kind by. */
    XmlText doctype(String declaration) {
        return step(() -> writer.writeDTD(declaration + "\n"));
    }

    /** @param attributes names and values in turn */
    XmlText open(String element, String... attributes) {
        return step(() -> {
            writer.writeStartElement(element);
            for (int i = 0; i < attributes.length; i += 2) {
                writer.writeAttribute(attributes[i], attributes[i + 1]);
            }
            writer.writeCharacters("\n");
        });
    }

    XmlText close() {
        return step(() -> {
            writer.writeEndElement();
            writer.writeCharacters("\n");
        });
    }

    XmlText element(String element, String content) {
        return step(() -> {
            writer.writeStartElement(element);
            writer.writeCharacters(content);
            writer.writeEndElement();
            writer.writeCharacters("\n");
        });
    }

    XmlText empty(String element) {
        return step(() -> {
            writer.writeEmptyElement(element);
            writer.writeCharacters("\n");
        });
    }

    private XmlText step(Step step) {
        try {
            step.run();
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        step(writer::flush);
        return text.toString();
    }
}
