// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.List;
import java.util.Optional;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.james.core.Username;
import org.postern.accounts.PasswordSource.Answer;

/**
 * The sources in the order in which they are asked. The first that knows the name decides. One that cannot be asked does not
 * keep the next from saying yes; but as long as it cannot, nobody is told no.
 */
@Singleton
public class PasswordSources {
    /** What comes of a name and a password. */
    public sealed interface Outcome {
        /** A source says yes. */
        record Proved(Proof proof) implements Outcome {
        }

        /** None does, and none that might have was silent. */
        record Refused() implements Outcome {
        }

        /**
         * None does, and one that might have did not answer; but another has looked at the password, and it was not right: no
         * "no", and a guess all the same.
         */
        record Doubtful(Exception fault) implements Outcome {
        }
    }

    private final List<PasswordSource> sources;

    @Inject
    public PasswordSources(SourcesFile file) {
        this(file.sources());
    }

    public PasswordSources(List<? extends PasswordSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * @param password not empty
     * @throws Exception when no source has looked at the password, and one that might have did not answer
     */
    public Outcome test(Username username, Password password) throws Exception {
        Optional<Exception> fault = Optional.empty();
        boolean lookedAt = false;
        for (PasswordSource source : sources) {
            try {
                Answer answer = source.test(username, password);
                if (answer instanceof Answer.Proved proved) {
                    return new Outcome.Proved(new Proof(proved.username(), source.name()));
                }
                lookedAt |= !(answer instanceof Answer.Unknown);
                if (answer instanceof Answer.Wrong) {
                    break;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                fault = Optional.of(fault.orElse(e));
            }
        }
        if (fault.isPresent() && !lookedAt) {
            throw fault.get();
        }
        return fault.<Outcome>map(Outcome.Doubtful::new).orElseGet(Outcome.Refused::new);
    }
}
