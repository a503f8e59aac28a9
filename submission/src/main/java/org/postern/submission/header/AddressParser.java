// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.postern.submission.header.AddressFault.Kind;

/**
 * Reads the octets of one address field and knows where each address stands, which Mime4J's parsers do not tell and a
 * repair in place needs. Strict where two readers of the message could see two different addresses; the obsolete forms
 * of RFC 5322 §4.4 have one meaning and are read. Takes linear time and no recursion, whatever the octets.
 */
final class AddressParser {
    private final AddressLexer in;
    private final List<HeaderMailbox> mailboxes = new ArrayList<>();
    private int groups;
    private boolean inGroup;
    private int elementStart;
    private int groupStart;

    private AddressParser(AddressLexer in) {
        this.in = in;
    }

    static Addresses parse(byte[] raw, int bodyStart) {
        AddressParser parser = new AddressParser(new AddressLexer(raw, bodyStart));
        try {
            parser.list();
            return new Addresses(parser.mailboxes, parser.groups, Optional.empty());
        } catch (AddressLexer.FaultException e) {
            return Addresses.faulty(new AddressFault(e.kind(), parser.in.textFrom(parser.elementStart)));
        }
    }

    private void list() throws AddressLexer.FaultException {
        while (true) {
            elementStart = in.position();
            in.skipCommentsAndSpace();
            int next = in.peek();
            if (next == AddressLexer.END) {
                elementStart = groupStart;
                in.require(!inGroup, Kind.OPEN_GROUP);
                return;
            }
            if (next == ',') {
                in.advance();
            } else if (next == ';') {
                in.require(inGroup, mailboxes.isEmpty() ? Kind.BAD_CHARACTER : Kind.SEPARATOR);
                in.advance();
                inGroup = false;
                endOfElement();
            } else {
                elementStart = in.position();
                element();
            }
        }
    }

    private void element() throws AddressLexer.FaultException {
        AddressWords words = in.words();
        switch (in.peek()) {
            case '<' -> {
                mailboxes.add(angleAddress(in.textBetween(words.start(), words.end())));
                endOfElement();
            }
            case '@' -> {
                HeaderMailbox plain = address("", words);
                if (in.peek() == '<') {
                    sameAgain(plain);
                } else {
                    mailboxes.add(plain);
                }
                endOfElement();
            }
            case ':' -> {
                in.require(!inGroup && words.count() > 0, Kind.BAD_CHARACTER);
                in.advance();
                groups++;
                groupStart = words.start();
                inGroup = true;
            }
            case ',', ';', AddressLexer.END -> {
                in.require(words.isLocalPart() && !words.isQuotedString(), Kind.NO_ADDRESS);
                in.require(!words.hasEncodedWord(), Kind.NO_ADDRESS);
                mailboxes.add(new HeaderMailbox("", words.text(), "", words.start(), words.end()));
                endOfElement();
            }
            default -> in.fail(in.peek() < ' ' || in.peek() == 127 ? Kind.CONTROL_CHARACTER : Kind.UNQUOTED_NAME);
        }
    }

    /** Programs write {@code a@x.org <a@x.org>}; that has one meaning only as long as both are the same. */
    private void sameAgain(HeaderMailbox plain) throws AddressLexer.FaultException {
        HeaderMailbox inBrackets = angleAddress("");
        in.require(plain.asString().equalsIgnoreCase(inBrackets.asString()), Kind.UNQUOTED_NAME);
        mailboxes.add(inBrackets);
    }

    private HeaderMailbox angleAddress(String name) throws AddressLexer.FaultException {
        in.advance();
        in.skipCommentsAndSpace();
        if (in.peek() == '@') {
            route();
        }
        in.require(in.peek() != '>', Kind.EMPTY_ADDRESS);
        AddressWords words = in.words();
        HeaderMailbox mailbox;
        if (in.peek() == '@') {
            mailbox = address(name, words);
        } else {
            in.require(in.peek() != AddressLexer.END, Kind.OPEN_BRACKET);
            localPart(words);
            mailbox = new HeaderMailbox(name, words.text(), "", words.start(), words.end());
        }
        in.require(in.peek() != AddressLexer.END, Kind.OPEN_BRACKET);
        in.require(in.peek() == '>', mailbox.isBare() ? Kind.BAD_LOCAL_PART : Kind.BAD_DOMAIN);
        in.advance();
        return mailbox;
    }

    private HeaderMailbox address(String name, AddressWords words) throws AddressLexer.FaultException {
        localPart(words);
        in.advance();
        in.skipCommentsAndSpace();
        String domain = in.domain();
        int end = in.lastTokenEnd();
        in.skipCommentsAndSpace();
        return new HeaderMailbox(name, words.text(), domain, words.start(), end);
    }

    private void localPart(AddressWords words) throws AddressLexer.FaultException {
        in.require(words.isLocalPart(), Kind.BAD_LOCAL_PART);
        in.require(!words.hasEncodedWord(), Kind.ENCODED_WORD);
    }

    /** RFC 5322 §4.4 obs-route: read and ignored, as RFC 5321 appendix C asks. */
    private void route() throws AddressLexer.FaultException {
        while (in.peek() == '@' || in.peek() == ',') {
            if (in.peek() == '@') {
                in.advance();
                in.skipCommentsAndSpace();
                in.domain();
            } else {
                in.advance();
            }
            in.skipCommentsAndSpace();
        }
        in.require(in.peek() == ':', Kind.BAD_LOCAL_PART);
        in.advance();
        in.skipCommentsAndSpace();
    }

    private void endOfElement() throws AddressLexer.FaultException {
        in.skipCommentsAndSpace();
        int next = in.peek();
        in.require(next != '@', Kind.BAD_DOMAIN);
        in.require(next != ';' || inGroup, Kind.SEPARATOR);
        in.require(next == ',' || next == ';' || next == AddressLexer.END, Kind.TEXT_AFTER_ADDRESS);
    }
}
