// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.Hook;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookResultHook;
import org.postern.hooks.Settings;

/**
 * Puts the address of the site's help page behind every refusal of MAIL, RCPT, DATA and AUTH: what the author sees of a
 * refusal is this one line.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.commands.HelpPage">
 *   <url>https://help.example.org/mail#{code}</url>   <!-- {code}: the enhanced status code, such as 5.7.1 -->
 * </handler>
 * }</pre>
 */
public class HelpPage implements ProtocolHandlerResultHandler<Response, SMTPSession>, HookResultHook {
    private static final Set<String> COMMANDS = Set.of("MAIL", "RCPT", "DATA", "BDAT", "AUTH");
    private static final Pattern URL = Pattern.compile("(https?://|mailto:)[!-~]{1,190}");
    private static final Pattern ENHANCED = Pattern.compile("^[45]\\.\\d{1,3}\\.\\d{1,3}(?= )");
    /** Says that the connection ends; there is nothing to change. */
    private static final String CLOSING = "421";

    /** RFC 5321 §4.5.3.1.5: 512 octets for a line, the code and CR LF included. */
    private static final int LONGEST = 506;

    private String url = "";

    @Override
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "HelpPage", "url");
        url = config.getString("url", "").strip();
        if (!URL.matcher(url).matches()) {
            throw new ConfigurationException("smtpserver.xml: <url> of HelpPage is '" + url
                + "', allowed is http://, https:// or mailto: and at most 190 ASCII characters without a space");
        }
    }

    @Override
    public Response onResponse(ProtocolSession session, Response response, long executionTime, ProtocolHandler handler) {
        return handler instanceof CommandHandler<?> command && isAuthors(command.getImplCommands()) ? explain(response) : response;
    }

    private static boolean isAuthors(Collection<String> commands) {
        return commands.stream().anyMatch(COMMANDS::contains);
    }

    /** On James's own listener the end of DATA is no command. */
    @Override
    public HookResult onHookResult(SMTPSession session, HookResult result, long executionTime, Hook hook) {
        if (result == null || result.getSmtpRetCode() == null || result.getSmtpDescription() == null
                || !isRefusal(result.getSmtpRetCode())) {
            return result;
        }
        return HookResult.builder()
            .hookReturnCode(result.getResult())
            .smtpReturnCode(result.getSmtpRetCode())
            .smtpDescription(explain(result.getSmtpRetCode(), result.getSmtpDescription()))
            .build();
    }

    /** A refusal with the page; anything else as it is, and so is a refusal that has the page already. */
    public Response explain(Response response) {
        if (response == null || response.getLines().size() != 1 || !isRefusal(response.getRetCode())) {
            return response;
        }
        String line = response.getLines().get(0).toString();
        SMTPResponse explained = new SMTPResponse(response.getRetCode(),
            explain(response.getRetCode(), line.substring(Math.min(line.length(), response.getRetCode().length() + 1))));
        explained.setEndSession(response.isEndSession());
        return explained;
    }

    private static boolean isRefusal(String code) {
        return code.compareTo("400") > 0 && !code.equals(CLOSING);
    }

    private String explain(String code, String description) {
        Matcher enhanced = ENHANCED.matcher(description);
        String page = " " + url.replace("{code}", enhanced.find() ? enhanced.group() : code);
        if (description.endsWith(page)) {
            return description;
        }
        int room = LONGEST - page.length();
        return (description.length() <= room ? description : description.substring(0, room - 3) + "...") + page;
    }
}
