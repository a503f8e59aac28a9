// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.core.Username;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.junit.jupiter.api.Test;
import org.postern.accounts.PasswordSource.Answer;
import org.postern.bridge.StoreCalls;

class JamesPeopleTest {
    private static final Username JOERG = Username.of("j\u00f6rg");

    @Test
    void shouldTellAWrongPasswordFromANameThatNobodyHas() throws Exception {
        MemoryUsersRepository users = MemoryUsersRepository.withoutVirtualHosting(null);
        users.addUser(JOERG, "correct horse");
        JamesPeople people = new JamesPeople(users, new StoreCalls());

        assertThat(people.test(JOERG, Password.of("correct horse"))).isEqualTo(new Answer.Proved(JOERG));
        assertThat(people.test(JOERG, Password.of("wrong"))).isEqualTo(new Answer.Wrong());
        assertThat(people.test(Username.of("jo\u0308rg"), Password.of("wrong"))).isEqualTo(new Answer.Wrong());
        assertThat(people.test(Username.of("ann"), Password.of("correct horse"))).isEqualTo(new Answer.Unknown());
    }
}
