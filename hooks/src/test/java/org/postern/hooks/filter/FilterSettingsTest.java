// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.hooks.testing.Listener;

class FilterSettingsTest {
    private static final String URL = "<url>http://127.0.0.1:11333/checkv2</url>";

    private static void start(String content) throws Exception {
        Listener.startTls("", "<handler class=\"org.postern.hooks.ContentFilter\">" + content + "</handler>").close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<timeout>5</timeout>                                         | <url> of ContentFilter is '', allowed is a URL such as http://",
        "<url>127.0.0.1:11333</url>                                   | <url> of ContentFilter is '127.0.0.1:11333'",
        "<url>ftp://127.0.0.1/</url>                                  | <url> of ContentFilter is 'ftp://127.0.0.1/'",
        "<url>http:///checkv2</url>                                   | <url> of ContentFilter is 'http:///checkv2'",
        "<url>http://a b/</url>                                       | <url> of ContentFilter is 'http://a b/'",
        "<url>http://127.0.0.1:99999/</url>                           | <url> of ContentFilter is 'http://127.0.0.1:99999/'",
        "<url>http://ann:secret@127.0.0.1/</url>                      | without a user name",
        "<url>http://h/</url><timeout>0</timeout>                     | <timeout> is '0', allowed is a whole number of 1 to 60",
        "<url>http://h/</url><timeout>61</timeout>                    | <timeout> is '61'",
        "<url>http://h/</url><timeout>soon</timeout>                  | <timeout> is 'soon'",
        "<url>http://h/</url><onFailure>reject</onFailure>            | is 'reject', allowed is accept or tryLater",
        "<url>http://h/</url><maxSize>0</maxSize>                     | <maxSize> is '0'",
        "<url>http://h/</url><onfailure>accept</onfailure>            | does not know <onfailure>",
        "<url>http://h/</url><passwordFile>none</passwordFile>        | is 'none', allowed is a file that can be read",
        "<url>http://h/</url><passwordFile>cert.pem</passwordFile>    | is 'cert.pem', allowed is a file with one line",
        "<url>http://h/</url><passwordFile header='a b'>filter.password</passwordFile>  | header=> of ContentFilter is 'a b'",
        "<url>http://h/</url><passwordFile header='rcpt'>filter.password</passwordFile> | header=> of ContentFilter is 'rcpt'",
        "<url>http://h/</url><passwordFile header='Host'>filter.password</passwordFile> | header=> of ContentFilter is 'Host'",
    })
    void shouldNotStartWhenAnElementIsWrong(String content, String message) {
        assertThatThrownBy(() -> start(content)).hasStackTraceContaining(message);
    }

    @Test
    void shouldStartWithAllElements() throws Exception {
        start(URL + "<timeout>60</timeout><onFailure>accept</onFailure><maxSize>1</maxSize>"
            + "<passwordFile header=\"X-Token\">filter.password</passwordFile>");
    }
}
