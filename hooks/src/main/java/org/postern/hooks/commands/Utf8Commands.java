// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import java.nio.charset.StandardCharsets;

import org.apache.james.protocols.api.BaseRequest;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.smtp.SMTPSession;

/**
 * Reads a command line as UTF-8 (RFC 6531 §3.1), where James reads ASCII and loses everything else. Octets that are no UTF-8
 * become U+FFFD. A command that is not ASCII is none: upper case would make one of some that look like it.
 */
public class Utf8Commands extends CommandDispatcher<SMTPSession> {
    @Override
    protected Request parseRequest(SMTPSession session, byte[] line) throws Exception {
        Request ascii = super.parseRequest(session, line);
        String text = new String(line, StandardCharsets.UTF_8).trim();
        int space = text.indexOf(' ');
        return space < 0 ? ascii : new BaseRequest(ascii.getCommand(), text.substring(space + 1));
    }
}
