// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.time.Duration;
import java.time.Instant;

/** The replies of the SMTP dialogue itself: sequence, syntax, authentication, limits. What a message is told is in {@link Replies}. */
public final class DialogueReplies {
    /** RFC 5321 §4.3.2: the only positive intermediate reply to DATA; it takes no enhanced code. */
    public static final String SEND_MESSAGE = "End the message with <CRLF>.<CRLF>";

    private static final int SHOWN_VALUE = 120;

    private DialogueReplies() {
    }

    /** RFC 5321 §4.1.1.9. */
    public static Reply ok() {
        return reply(250, 0, 0, "OK");
    }

    public static Reply goodbye(String host) {
        return reply(221, 0, 0, host + " closing connection");
    }

    public static Reply reset() {
        return reply(250, 0, 0, "Transaction forgotten");
    }

    public static Reply help() {
        return reply(214, 0, 0, "Mail submission (RFC 6409): EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, RSET, NOOP, QUIT");
    }

    public static Reply originatorOk() {
        return reply(250, 1, 0, "Originator OK");
    }

    public static Reply recipientOk() {
        return reply(250, 1, 5, "Recipient OK");
    }

    /** The message is on disk and ours from here. */
    public static Reply queued(String queueId) {
        return reply(250, 6, 0, "Queued as " + shown(queueId));
    }

    /** 4865: the same, and it does not leave before its time. */
    public static Reply queuedAndHeld(String queueId, Instant until) {
        return reply(250, 6, 0, "Queued as " + shown(queueId) + " and held until " + until);
    }

    /** RFC 6710 §4.1: what the text begins with is for programs. */
    public static Reply priorityLowered(int priority) {
        return reply(250, 3, 6, priority + " is the priority of this message, and the highest that is given here");
    }

    /** 3030: a chunk that is not the last one. */
    public static Reply chunkReceived(long octets) {
        return reply(250, 0, 0, octets + " octets received");
    }

    /** 3030: nobody knows where the chunk ends and the next command begins. */
    public static Reply unreadableChunkSize() {
        return reply(501, 5, 4, "Usage: BDAT number-of-octets [LAST]; what follows cannot be told from commands, closing connection");
    }

    /** 3030: what may not come between the chunks of a message. */
    public static Reply messageUnderWay() {
        return reply(503, 5, 1, "Part of a message is here already: send the rest with BDAT, or begin again with RSET");
    }

    /** 3030: a body that has no lines cannot end with a dot on a line. */
    public static Reply binaryNeedsChunks() {
        return reply(503, 5, 1, "BODY=BINARYMIME needs BDAT in the place of DATA");
    }

    public static Reply readyForTls() {
        return reply(220, 0, 0, "Ready to start TLS");
    }

    /** RFC 5321 §3.5.3: an address is neither confirmed nor denied. */
    public static Reply cannotVerify() {
        return reply(252, 1, 5, "Cannot verify, but send the message and it will be tried");
    }

    /** Does not repeat it: what follows an AUTH that was refused is a password, and replies are logged. */
    public static Reply unknownCommand() {
        return reply(500, 5, 1, "Unknown command; HELP names those there are");
    }

    /** 6409-7: ETRN, ATRN and their like have no place on a submission port. */
    public static Reply notImplemented(String command) {
        return reply(502, 5, 1, shown(command) + " is not offered here");
    }

    /** @param octets the limit, CRLF not counted */
    public static Reply lineTooLong(int octets) {
        return reply(500, 5, 2, "The command line is too long: it may have " + octets + " octets");
    }

    /** 4954-4b. */
    public static Reply authLineTooLong(int octets) {
        return reply(500, 5, 6, "The line of the authentication exchange is too long: it may have " + octets + " octets");
    }

    public static Reply bareLineFeed() {
        return reply(500, 5, 2, "A command line ends with CR LF, not with LF alone");
    }

    public static Reply badSyntax(String usage) {
        return reply(501, 5, 4, "Usage: " + usage);
    }

    public static Reply noArgumentAllowed(String command) {
        return reply(501, 5, 4, command + " takes no argument");
    }

    public static Reply sayEhloFirst() {
        return reply(503, 5, 1, "Say EHLO first");
    }

    public static Reply sayMailFirst() {
        return reply(503, 5, 1, "Say MAIL first");
    }

    public static Reply sayRcptFirst() {
        return reply(503, 5, 1, "No recipient was accepted: say RCPT first");
    }

    public static Reply transactionRunning() {
        return reply(503, 5, 1, "A mail transaction is already running: end it with DATA or RSET first");
    }

    /** 8314-3/7. */
    public static Reply startTlsFirst() {
        return reply(530, 7, 0, "Must issue a STARTTLS command first");
    }

    /** 6409-4.3. */
    public static Reply authenticateFirst() {
        return reply(530, 7, 0, "Authentication required");
    }

    /** 6409-4.3, for a client that has said HELO: it cannot know of AUTH. */
    public static Reply authenticateWithEhlo() {
        return reply(530, 7, 0, "Authentication required, which HELO does not know: set your mail program to ESMTP with a login");
    }

    /**
     * 6409-6.1, for a client that is known by its address only (POP-before-SMTP).
     *
     * @param path of MAIL, as the client wrote it
     */
    public static Reply noReadersAddress(String path) {
        return reply(550, 7, 1, "Nobody who has just read mail at your network address may send as " + shown(path)
            + "; fetch your mail once more, or better set your mail program to log in for sending");
    }

    /** RFC 4954 is an extension, and extensions begin with EHLO (RFC 5321 §2.2.1). */
    public static Reply authNeedsEhlo() {
        return reply(503, 5, 1, "AUTH needs EHLO in place of HELO: set your mail program to ESMTP");
    }

    public static Reply tlsAlreadyRunning() {
        return reply(503, 5, 1, "TLS is already running");
    }

    public static Reply tlsNotOffered() {
        return reply(502, 5, 1, "STARTTLS is not offered here");
    }

    /** RFC 3207 §4: 454 is the reply for a server that cannot do TLS now. */
    public static Reply tlsUnavailable() {
        return reply(454, 7, 0, "TLS is not available now, please try again later");
    }

    /** 3207: what came in clear text behind STARTTLS may be somebody else's. */
    public static Reply commandBehindStartTls() {
        return reply(554, 5, 1, "Nothing may follow STARTTLS before TLS is running");
    }

    public static Reply authenticated() {
        return reply(235, 7, 0, "Authentication successful");
    }

    /** 4954-6: says nothing about what was wrong. */
    public static Reply authenticationFailed() {
        return reply(535, 7, 8, "Authentication failed; check user name and password");
    }

    /** 4954-6: of an access token, whose program has been told more in the exchange (RFC 7628 §3.2.2). */
    public static Reply tokenRefused() {
        return reply(535, 7, 8, "Authentication failed; the access token is not good here, sign in again in your mail program");
    }

    /** 4954-6: a store of ours does not answer. */
    public static Reply authenticationUnavailable() {
        return reply(454, 7, 0, "Temporary authentication failure on our side, please try again later");
    }

    /** 4954-6: too many wrong tries, from here or at this name; the same for a name that does not exist. */
    public static Reply lockedOut(Duration left) {
        long minutes = left.plusMinutes(1).minusNanos(1).toMinutes();
        return reply(454, 7, 0, "Too many failed logins, try again in " + (minutes > 1 ? minutes + " minutes" : "a minute"));
    }

    /** RFC 5248's X.7.13; only who knows the password is told. */
    public static Reply accountSuspended() {
        return reply(525, 7, 13, "This account is suspended; ask your postmaster");
    }

    /** 4954-4: no password over clear text. */
    public static Reply encryptionRequired() {
        return reply(538, 7, 11, "Encryption required: issue a STARTTLS command first");
    }

    /**
     * 4954-6: one that shows the password, where none of the kind is taken.
     *
     * @param offered the mechanisms there are, with a space between
     */
    public static Reply mechanismTooWeak(String mechanism, String offered) {
        return reply(534, 7, 9, "Authentication mechanism " + shown(mechanism) + " is too weak for this port; there are " + offered);
    }

    /** @param offered the mechanisms there are, with a space between */
    public static Reply unknownMechanism(String mechanism, String offered) {
        return reply(504, 5, 4, "Unknown authentication mechanism " + shown(mechanism) + "; there are " + offered);
    }

    /** 4954-4a. */
    public static Reply brokenBase64() {
        return reply(501, 5, 2, "The authentication data is not valid base64");
    }

    public static Reply authenticationCancelled() {
        return reply(501, 7, 0, "Authentication cancelled");
    }

    /** 4954-4c. */
    public static Reply alreadyAuthenticated() {
        return reply(503, 5, 1, "Already authenticated; connect again to authenticate as somebody else");
    }

    /** 4954-4c. */
    public static Reply noAuthInTransaction() {
        return reply(503, 5, 1, "No authentication inside a mail transaction: say RSET first");
    }

    /** 5321-4.5.3: an extension's parameter that was not announced. */
    public static Reply unknownParameter(String parameter) {
        return reply(555, 5, 4, "Unknown parameter " + shown(parameter) + "; use only what the reply to EHLO announces");
    }

    public static Reply repeatedParameter(String parameter) {
        return badParameter(parameter, "may be given once only");
    }

    /** 4954-5. */
    public static Reply badAuthParameter() {
        return badParameter("AUTH", "takes an address in xtext (RFC 3461), or <>");
    }

    /** 3461. */
    public static Reply badReturn() {
        return badParameter("RET", "takes FULL or HDRS");
    }

    /** 3461. */
    public static Reply badEnvelopeId(int longest) {
        return badParameter("ENVID", "takes printable ASCII in xtext (RFC 3461), up to " + longest + " octets");
    }

    /** 3461. */
    public static Reply badNotify() {
        return badParameter("NOTIFY", "takes NEVER, or one or more of SUCCESS,FAILURE,DELAY");
    }

    /** 3461. */
    public static Reply badOriginalRecipient(int longest) {
        return badParameter("ORCPT", "takes type;address, as in rfc822;name@example.org, the address in xtext (RFC 3461), up to "
            + longest + " octets");
    }

    public static Reply badParameter(String parameter, String allowed) {
        return reply(501, 5, 4, "Parameter " + shown(parameter) + ": " + allowed);
    }

    public static Reply noValueAllowed(String parameter) {
        return badParameter(parameter, "takes no value");
    }

    /** 4865. */
    public static Reply badHoldFor(Duration longest) {
        return badParameter("HOLDFOR", "takes seconds, 1 to " + longest.toSeconds());
    }

    /** 4865. */
    public static Reply badHoldUntil(Instant latest) {
        return badParameter("HOLDUNTIL", "takes a time to come, up to " + latest);
    }

    /** 4865. */
    public static Reply heldTwice() {
        return badSyntax("HOLDFOR=seconds or HOLDUNTIL=time, one of them");
    }

    /** 4865: RFC 4865 §5.2.2. */
    public static Reply heldBeyondDeadline() {
        return badParameter("BY", "must give more time than the message is held");
    }

    /** 2852. */
    public static Reply badBy() {
        return badParameter("BY", "takes seconds;R or seconds;N, with T behind it for a trace, as in BY=3600;R");
    }

    /** 2852: RFC 2852 §4. */
    public static Reply byIsPast() {
        return badParameter("BY", "with R takes more than 0 seconds");
    }

    /** 2852: RFC 2852 §4 has 555 for what is right and cannot be done. */
    public static Reply byIsTooSoon(int leastSeconds) {
        return reply(555, 5, 4, "Parameter BY: with R takes " + leastSeconds + " seconds or more");
    }

    /** 6710: RFC 6710 §4.1. */
    public static Reply badPriority() {
        return reply(501, 5, 2, "Parameter MT-PRIORITY: takes -9 to 9");
    }

    /** @param limit in octets */
    public static Reply messageTooBig(long limit) {
        return reply(552, 3, 4, "The message is bigger than the limit of " + limit + " octets; send it in parts or without attachments");
    }

    public static Reply tooManyRecipients(int limit) {
        return reply(452, 5, 3, "More than " + limit + " recipients: send the message to the rest in another transaction");
    }

    /** 9422: the rest is welcome in a session of its own. */
    public static Reply tooManyMessages(int limit) {
        return reply(421, 7, 0, "More than " + limit + " messages in one session: send the rest in another, closing connection");
    }

    /** Our disk, not the client's message. */
    public static Reply storageFault() {
        return reply(451, 3, 1, "Cannot store the message now, please try again later");
    }

    /** 5321-4.2.3: insufficient system storage. */
    public static Reply diskFull() {
        return reply(452, 3, 1, "There is no room for more mail here now, please try again later");
    }

    public static Reply tooManyErrors() {
        return reply(421, 7, 0, "Too many errors, closing connection");
    }

    public static Reply tooManyCommands() {
        return reply(421, 7, 0, "Too many commands without authentication, closing connection");
    }

    public static Reply tooManyFruitlessCommands() {
        return reply(421, 7, 0, "Too many commands without a message, closing connection");
    }

    public static Reply tooManyConnections() {
        return reply(421, 7, 0, "Too many connections, please try again later");
    }

    public static Reply tooManyConnectionsFromYou() {
        return reply(421, 7, 0, "Too many connections from your address, please try again later");
    }

    public static Reply timeout() {
        return reply(421, 4, 2, "Timeout waiting for the client, closing connection");
    }

    public static Reply shuttingDown() {
        return reply(421, 3, 2, "Service shutting down, please try again later");
    }

    /** Something broke while we worked on a command, and the session cannot go on. */
    public static Reply sessionFault() {
        return reply(421, 3, 0, "Temporary fault on our side, closing connection");
    }

    private static Reply reply(int code, int subject, int detail, String text) {
        return new Reply(code, new EnhancedStatus(code / 100, subject, detail), text);
    }

    private static String shown(String value) {
        return Printable.line(value, SHOWN_VALUE);
    }
}
