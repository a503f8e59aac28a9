// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.function.Supplier;

/**
 * A session that can wait for a reply without keeping a thread of the dialogue from other sessions: one on Postern's own
 * listener.
 */
public interface AnswersLater {
    /**
     * Nothing of what the client says is read, and no other handler is called, until the reply is given. To be called once for
     * one command or line, whose handler then returns {@code null}.
     *
     * @param work may block; runs on another thread, which then owns the session     */
    void answerLater(Supplier<LateReply> work);
}
