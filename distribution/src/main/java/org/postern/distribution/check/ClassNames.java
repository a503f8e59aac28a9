// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.check;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.postern.distribution.server.ServerOptions;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Whether the mailets, matchers and handlers that the XML names are there, and the processors it sends mail to. */
final class ClassNames implements Look {

    private static final String MAILETS = "org.apache.james.transport.mailets.";
    private static final String MATCHERS = "org.apache.james.transport.matchers.";
    private static final List<String> TARGETS = List.of("bounceProcessor", "delayProcessor", "onSuccess");

    @Override
    public List<Finding> at(ServerOptions options) throws IOException {
        Path conf = options.home().conf();
        List<Finding> findings = new ArrayList<>();
        try (URLClassLoader loader = extensions(options.home().shown().resolve("extensions-jars"))) {
            Path container = conf.resolve("mailetcontainer.xml");
            if (Files.exists(container)) {
                findings.addAll(container(XmlFiles.read(container).getDocumentElement(), loader));
            }
            Path servers = conf.resolve("smtpserver.xml");
            if (Files.exists(servers)) {
                findings.addAll(handlers(XmlFiles.read(servers).getDocumentElement(), loader));
            }
        }
        return findings;
    }

    private static List<Finding> container(Element root, ClassLoader loader) {
        List<Finding> faults = new ArrayList<>();
        Set<String> states = new TreeSet<>();
        elements(root, "processor").filter(processor -> processor.hasAttribute("state"))
            .forEach(processor -> states.add(processor.getAttribute("state")));
        Set<String> matchers = new TreeSet<>();
        elements(root, "matcher").forEach(matcher -> matchers.add(matcher.getAttribute("name")));
        elements(root, "mailet").forEach(mailet -> {
            missing(loader, "mailet", mailet.getAttribute("class"), MAILETS, faults);
            String matcher = mailet.getAttribute("match").split("=", 2)[0].strip();
            if (!matcher.isEmpty() && !matchers.contains(matcher)) {
                missing(loader, "matcher", matcher, MATCHERS, faults);
            }
            targets(mailet).filter(target -> !states.contains(target)).forEach(target -> faults.add(
                Finding.error("mailetcontainer.xml", mailet.getAttribute("class") + " sends mail to the processor '" + target
                    + "', there are " + states)));
        });
        return faults.isEmpty()
            ? List.of(Finding.ok("mailetcontainer.xml", "all mailets, matchers and processors are there")) : faults;
    }

    private static Stream<String> targets(Element mailet) {
        boolean sends = mailet.getAttribute("class").endsWith("ToProcessor");
        return Stream.concat(sends ? Stream.of("processor") : Stream.empty(), TARGETS.stream())
            .flatMap(name -> elements(mailet, name))
            .map(element -> element.getTextContent().strip());
    }

    private static List<Finding> handlers(Element root, ClassLoader loader) {
        List<Finding> faults = new ArrayList<>();
        elements(root, "handler").forEach(handler ->
            missing(loader, "smtpserver.xml", "handler", handler.getAttribute("class"), "", faults));
        return faults.isEmpty() ? List.of(Finding.ok("smtpserver.xml", "all handlers are there")) : faults;
    }

    private static void missing(ClassLoader loader, String kind, String name, String defaultPackage, List<Finding> faults) {
        missing(loader, "mailetcontainer.xml", kind, name, defaultPackage, faults);
    }

    private static void missing(ClassLoader loader, String file, String kind, String name, String defaultPackage,
            List<Finding> faults) {
        if (!exists(loader, name) && !exists(loader, defaultPackage + name)) {
            faults.add(Finding.error(file, "there is no " + kind + " " + name
                + "; its jar belongs into extensions-jars/, its full class name into the XML"));
        }
    }

    private static boolean exists(ClassLoader loader, String name) {
        return loader.getResource(name.replace('.', '/') + ".class") != null;
    }

    private static URLClassLoader extensions(Path directory) throws IOException {
        List<URL> jars = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                    jars.add(jar.toUri().toURL());
                }
            }
        }
        return new URLClassLoader(jars.toArray(URL[]::new), ClassNames.class.getClassLoader());
    }

    private static Stream<Element> elements(Element root, String name) {
        NodeList found = root.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }
}
