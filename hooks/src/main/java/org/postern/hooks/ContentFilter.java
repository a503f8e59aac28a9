// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.time.Clock;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.postern.bridge.FilterNotes;
import org.postern.bridge.trace.Trace;
import org.postern.bridge.trace.TraceEvent;
import org.postern.bridge.trace.TraceEvent.Kind;
import org.postern.bridge.trace.TraceField;
import org.postern.hooks.filter.FilterAnswer;
import org.postern.hooks.filter.FilterFailure;
import org.postern.hooks.filter.FilterSettings;
import org.postern.hooks.filter.HttpFilter;
import org.postern.hooks.filter.Question;
import org.postern.submission.Replies;
import org.postern.submission.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * 6409-6.3: at the end of DATA asks a program of the site, over HTTP, what it thinks of the message, before the client is
 * answered. Not listed means not asked. It stands behind {@code CheckMessage}, so that nobody is asked about what is refused
 * anyway. Mail of somebody who did not authenticate is none of its business.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.ContentFilter">
 *   <url>http://127.0.0.1:11333/checkv2</url>   <!-- whom to ask; http or https -->
 *   <timeout>10</timeout>                       <!-- seconds for the whole answer, 1 to 60; default 10 -->
 *   <onFailure>tryLater</onFailure>             <!-- no filter, or no sense in its answer: tryLater (451, default) or accept -->
 *   <maxSize>10240</maxSize>                    <!-- KB; about a bigger message nobody is asked; default 10240 -->
 *   <passwordFile header="Password">file://conf/filter.password</passwordFile>   <!-- goes into that header; default: none -->
 * </handler>
 * }</pre>
 *
 * <p>The answer decides: {@code reject}, {@code discard} and {@code quarantine} refuse the message with 550 5.7.1 and the filter's
 * text; {@code soft reject} and {@code greylist} put it off with 451 4.7.1; {@code no action}, {@code add header} and
 * {@code rewrite subject} let it pass. What passes carries the answer in mail attributes: {@code postern.filter-action},
 * {@code postern.filter-score}, and the fields that {@code org.postern.mailets.AddFilterFields} writes into the header.
 *
 * <p>Rspamd speaks this on its normal worker. Any other program does that takes a POST of the message, octet for octet, with
 *
 * <pre>{@code
 * From: ann@example.org      reverse-path; <> for the null one
 * Rcpt: bob@example.net      one for each recipient
 * IP: 192.0.2.7              the client
 * Helo: client.example.org
 * User: ann@example.org      who authenticated
 * Queue-Id: Mail1795...      as in the log, in Received and in the 250
 * MTA-Name: mail.example.org
 * }</pre>
 *
 * where a value that is not ASCII is written as in a URL ({@code j%C3%B6rg@xn--mller-kva.example}), and that answers 200 with one
 * JSON object of up to 1 MB, of which this is read and all but {@code action} may be missing:
 *
 * <pre>{@code
 * {"action": "add header",
 *  "score": 7.5,
 *  "messages": {"smtp_message": "text for the author, where the message does not pass"},
 *  "milter": {"add_headers": {"X-Spam": "Yes", "X-Spam-Level": {"value": "***"}, "X-Rule": [{"value": "A"}, {"value": "B"}]}}}
 * }</pre>
 *
 * <p>While a filter is asked, the session holds one of its listener's threads; a filter that three times running took too long is
 * left alone for a while, one message at a time trying it. On a stock James the thread is one of the network's, which others
 * wait for: keep the timeout short there.
 */
public class ContentFilter implements JamesMessageHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(ContentFilter.class);
    private static final String RULE = "content-filter";

    private final Clock clock = Clock.systemUTC();
    private final FileSystem files;
    private final Trace trace;
    private FilterSettings settings;
    private HttpFilter filter;

    @Inject
    public ContentFilter(FileSystem files, Trace trace) {
        this.files = files;
        this.trace = trace;
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        settings = FilterSettings.of(config, files);
        filter = new HttpFilter(settings);
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        if (session.getUsername() == null) {
            return HookResult.DECLINED;
        }
        try {
            Question question = Question.about(session, mail);
            if (question.size() > settings.maxOctets()) {
                LOGGER.debug("message not asked about id={} size={}", mail.getName(), question.size());
                return HookResult.DECLINED;
            }
            return obey(filter.ask(question), session, mail);
        } catch (FilterFailure e) {
            return failed(e, session, mail);
        } catch (MessagingException e) {
            LOGGER.error("Mail {} could not be read for the content filter", mail.getName(), e);
            return Answers.hook(Replies.localFault());
        }
    }

    private HookResult obey(FilterAnswer answer, SMTPSession session, Mail mail) {
        return switch (answer.fate()) {
            case REFUSE -> refused(Replies.filteredOut(answer.text()), session, mail);
            case LATER -> refused(Replies.filterSaysLater(answer.text()), session, mail);
            case PASS -> {
                FilterNotes.write(mail, answer.action(), answer.score(), answer.fields());
                passed(mail, answer.action() + answer.score().map(score -> ", score " + score).orElse(""));
                yield HookResult.DECLINED;
            }
        };
    }

    private static HookResult refused(Reply reply, SMTPSession session, Mail mail) {
        LOGGER.info("message refused id={} user={} client={} reply=\"{}\"", mail.getName(), session.getUsername().asString(),
            Connection.clientAddress(session), reply.withoutQuotation());
        TracedSession.refusedBy(session, RULE);
        return Answers.hook(reply);
    }

    private void passed(Mail mail, String why) {
        trace.record(TraceEvent.ofMail(clock.instant(), Kind.CHECKED, mail.getName()).with(TraceField.REASON, "content filter: " + why));
    }

    private HookResult failed(FilterFailure failure, SMTPSession session, Mail mail) {
        boolean accept = settings.acceptOnFailure();
        LOGGER.warn("content filter failed id={} message={} reason=\"{}\"", mail.getName(), accept ? "accepted" : "put off",
            failure.getMessage());
        if (!accept) {
            TracedSession.refusedBy(session, RULE);
            return Answers.hook(Replies.filterFault());
        }
        passed(mail, "no answer");
        return HookResult.DECLINED;
    }
}
