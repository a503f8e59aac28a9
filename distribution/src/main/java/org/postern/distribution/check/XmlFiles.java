// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.postern.distribution.server.ServerOptions;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Whether every XML file is well-formed. */
final class XmlFiles implements Look {

    @Override
    public List<Finding> at(ServerOptions options) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(options.home().conf())) {
            files = all.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
        }
        List<Finding> findings = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            findings.add(fault(file).map(fault -> Finding.error(name, fault)).orElseGet(() -> Finding.ok(name, "well-formed")));
        }
        return findings;
    }

    /** The file as a tree. */
    static Document read(Path file) throws IOException {
        try {
            return parser().parse(file.toFile());
        } catch (SAXException e) {
            throw new IOException(file.getFileName() + ": " + e.getMessage(), e);
        }
    }

    private static Optional<String> fault(Path file) throws IOException {
        try {
            parser().parse(file.toFile());
            return Optional.empty();
        } catch (SAXParseException e) {
            return Optional.of("line " + e.getLineNumber() + ": " + e.getMessage());
        } catch (SAXException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static DocumentBuilder parser() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder parser = factory.newDocumentBuilder();
            // Without one of its own the parser writes to the terminal.
            parser.setErrorHandler(new DefaultHandler());
            return parser;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The XML parser of this Java has no secure mode", e);
        }
    }
}
