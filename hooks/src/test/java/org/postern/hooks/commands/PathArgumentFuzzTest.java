// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** What is read of any argument says the same when it is written again. */
class PathArgumentFuzzTest {
    @FuzzTest
    @DictionaryFile(resourcePath = "/smtp.dict")
    void shouldReadTheSameWhenWrittenAgain(byte[] input) {
        Optional<PathArgument> argument = PathArgument.parse(new String(input, StandardCharsets.UTF_8), "FROM");
        if (argument.isEmpty() || argument.get().repeated().isPresent()) {
            return;
        }
        StringBuilder again = new StringBuilder("from : ").append(argument.get().path());
        argument.get().parameters().forEach((key, value) -> again.append("  ").append(key).append('=').append(value));

        PathArgument reading = PathArgument.parse(again.toString(), "FROM").orElseThrow();
        assertThat(reading.path()).isEqualTo(argument.get().path()).isNotEmpty();
        assertThat(reading.parameters()).isEqualTo(argument.get().parameters());
        assertThat(reading.repeated()).isEmpty();
        assertThat(reading.parameters().keySet()).allMatch(key -> key.matches("[A-Z0-9][A-Z0-9-]*"));
    }
}
