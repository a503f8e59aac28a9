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
     * @return empty when no source says yes and all could be asked
     * @throws Exception when no source says yes, and one that might have did not answer
     */
    public Optional<Proof> test(Username username, Password password) throws Exception {
        Optional<Exception> fault = Optional.empty();
        for (PasswordSource source : sources) {
            try {
                Answer answer = source.test(username, password);
                if (answer instanceof Answer.Proved proved) {
                    return Optional.of(new Proof(proved.username(), source.name()));
                }
                if (answer instanceof Answer.Wrong && fault.isEmpty()) {
                    return Optional.empty();
                }
                if (answer instanceof Answer.Wrong) {
                    break;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                fault = Optional.of(fault.orElse(e));
            }
        }
        if (fault.isPresent()) {
            throw fault.get();
        }
        return Optional.empty();
    }
}
