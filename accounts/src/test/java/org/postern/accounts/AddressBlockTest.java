// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24,   192.0.2.255,           true",
        "192.0.2.0/24,   192.0.3.0,             false",
        "192.0.2.128/25, 192.0.2.127,           false",
        "192.0.2.7,      192.0.2.7,             true",
        "192.0.2.7,      192.0.2.8,             false",
        "0.0.0.0/0,      203.0.113.9,           true",
        "0.0.0.0/0,      2001:db8::1,           false",
        "0.0.0.0/0,      ::ffff:203.0.113.9,    true",
        "2001:db8::/32,  2001:db8:ffff::1,      true",
        "2001:db8::/32,  2001:db9::1,           false",
        "2001:db8::8/125, 2001:db8::f,          true",
        "::/0,           192.0.2.7,             false",
        "192.0.2.0/24,   mail.example.org,      false",
        "192.0.2.0/24,   '',                    false",
    })
    void shouldContainItsAddressesOnly(String block, String address, boolean contained) {
        assertThat(AddressBlock.parse(block).contains(address)).isEqualTo(contained);
        assertThat(AddressBlock.parse(AddressBlock.parse(block).text())).isEqualTo(AddressBlock.parse(block));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mail.example.org", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "192.0.2.7/24", "2001:db8::/129",
        "192.0.2.0/24/24", "fe80::1%eth0", "192.0.2"})
    void shouldRefuseWhatIsNoBlock(String text) {
        assertThatThrownBy(() -> AddressBlock.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
