// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.postern.submission.Reply;

/** Replies in James's words. */
public final class Answers {
    private Answers() {
    }

    public static SMTPResponse of(Reply reply) {
        return new SMTPResponse(String.valueOf(reply.code()), reply.description());
    }

    /** The connection is closed behind it. */
    public static SMTPResponse closing(Reply reply) {
        SMTPResponse response = of(reply);
        response.setEndSession(true);
        return response;
    }

    /** What a hook says: success for 2xx, refusal for 4xx and 5xx. */
    public static HookResult hook(Reply reply) {
        return HookResult.builder()
            .hookReturnCode(returnCode(reply))
            .smtpReturnCode(String.valueOf(reply.code()))
            .smtpDescription(reply.description())
            .build();
    }

    /** What a hook says that refuses, and has the connection closed behind it. */
    public static HookResult disconnecting(Reply reply) {
        return HookResult.builder()
            .hookReturnCode(HookReturnCode.disconnected(returnCode(reply).getAction()))
            .smtpReturnCode(String.valueOf(reply.code()))
            .smtpDescription(reply.description())
            .build();
    }

    private static HookReturnCode returnCode(Reply reply) {
        return switch (reply.code() / 100) {
            case 2 -> HookReturnCode.ok();
            case 4 -> HookReturnCode.denySoft();
            default -> HookReturnCode.deny();
        };
    }
}
