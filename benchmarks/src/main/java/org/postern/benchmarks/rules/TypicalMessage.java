// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.rules;

import java.nio.charset.StandardCharsets;

/** Messages with a header of 2 KB, such as an answer in a discussion has, and a body of 2 KB. */
public enum TypicalMessage {
    /** Nothing is to be repaired. */
    COMPLETE,
    /** No Date and no Message-ID, a Bcc, and an address without a domain. */
    INCOMPLETE;

    static final String AUTHOR = "ann@example.org";

    private static final int REFERENCES = 12;
    private static final int KEY_LINES = 6;
    private static final int BODY_LINES = 30;

    byte[] octets() {
        StringBuilder text = new StringBuilder("From: =?UTF-8?Q?Ann_B=C3=A4cker?= <" + AUTHOR + ">\r\n")
            .append("To: \"Bob, of the harbour office\" <bob@example.net>, Carol <carol@mail.example.com>,\r\n")
            .append(" dave@example.net (Dave), The crew: erin@example.org, frank@example.org;\r\n")
            .append("Cc: ").append(this == COMPLETE ? "grace@example.org" : "grace").append(", heidi@example.com\r\n")
            .append("Subject: =?UTF-8?B?UmU6IERpZSBTY2hsw7xzc2VsIGbDvHIgZGFzIEJvb3RzaGF1cyB1bmQgZGVuIFN0ZWc=?=\r\n")
            .append(" =?UTF-8?Q?_am_S=C3=BCdufer?=\r\n");
        if (this == COMPLETE) {
            text.append("Date: Wed, 25 Nov 2026 10:00:00 +0100\r\nMessage-ID: <5f0c2f6e-8a55-4b0e-9d0a-1f2a3b4c5d6e@example.org>\r\n");
        } else {
            text.append("Bcc: ivan@example.net\r\n");
        }
        text.append("In-Reply-To: <reply-").append(REFERENCES - 1).append(".2f9d8c7b6a5e4d3c@mail.example.net>\r\nReferences:");
        for (int i = 0; i < REFERENCES; i++) {
            text.append(" <reply-").append(i).append(".2f9d8c7b6a5e4d3c@mail.example.net>\r\n");
        }
        text.append("User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0\r\n")
            .append("Content-Language: de-DE\r\nX-Mozilla-Draft-Info: internal/draft; vcard=0; receipt=0; DSN=0; uuencode=0\r\n")
            .append("Autocrypt: addr=ann@example.org; keydata=\r\n");
        for (int i = 0; i < KEY_LINES; i++) {
            text.append(" xjMEZ0QkhBYJKwYBBAHaRw8BAQdA9Hn6o5mXx2m7fXh0TqL3bYw1c0vUuYpQeJkzRr8s\r\n");
        }
        text.append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8; format=flowed\r\n")
            .append("Content-Transfer-Encoding: 8bit\r\n\r\n");
        text.append("The keys are with the harbour master until Friday; ask for the red ring.\r\n".repeat(BODY_LINES));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
