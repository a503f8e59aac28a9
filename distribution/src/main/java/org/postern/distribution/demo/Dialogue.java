// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** SMTP by hand, for what no proper client can be made to send. */
final class Dialogue implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final BufferedReader replies;

    private Dialogue(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }

    /** In clear text on the submission port; greeted, and EHLO said. */
    static Dialogue inClear(Account account) throws IOException {
        return greeted(new Dialogue(new Socket(InetAddress.getLoopbackAddress(), account.submissionPort())));
    }

    /** Over TLS on the submissions port, the certificate verified; greeted, and EHLO said. */
    static Dialogue overTls(Account account) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), account.submissionsPort());
        SSLSocket socket = (SSLSocket) account.trust().createSocket(plain, account.host(), account.submissionsPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return greeted(new Dialogue(socket));
    }

    private static Dialogue greeted(Dialogue dialogue) throws IOException {
        dialogue.read();
        dialogue.say("EHLO laptop.example.org");
        return dialogue;
    }

    /** A whole submission over TLS; ends at the first reply that is a refusal. */
    static Answer submit(Account account, Letter letter) throws IOException {
        try (Dialogue dialogue = overTls(account)) {
            Answer answer = dialogue.say("AUTH PLAIN " + account.plain());
            if (answer.positive()) {
                answer = dialogue.say("MAIL FROM:<" + letter.reversePath() + ">");
            }
            for (String recipient : letter.recipients()) {
                answer = answer.positive() ? dialogue.say("RCPT TO:<" + recipient + ">") : answer;
            }
            if (answer.positive()) {
                answer = dialogue.say("DATA");
            }
            return answer.positive() ? dialogue.say(letter.octets() + ".") : answer;
        }
    }

    /** Sends, with a CRLF behind it, and returns the last line of the reply. */
    Answer say(String octets) throws IOException {
        socket.getOutputStream().write((octets + "\r\n").getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return read();
    }

    private Answer read() throws IOException {
        String line = replies.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = replies.readLine();
        }
        return line == null ? new Answer(0, "connection closed without a reply") : Answer.parse(line);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
