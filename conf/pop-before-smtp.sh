#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Reports a POP3 login on Dovecot to Postern, and lets Dovecot go on (POP-before-SMTP, off unless authentication.xml has
# <popBeforeSmtp>). In Dovecot's configuration:
#
#   service pop3 {
#     executable = pop3 pop3-before-smtp
#   }
#   service pop3-before-smtp {
#     executable = script-login /bin/sh /etc/postern/pop-before-smtp.sh
#     user = $default_internal_user
#     unix_listener pop3-before-smtp {
#     }
#   }
#
# It runs as Dovecot's internal user, which has to read the token: chgrp dovecot pop-before-smtp.token && chmod 640
# pop-before-smtp.token. Dovecot on another machine needs a copy of both files, and a tunnel to the address below. Needs curl.

token=$(dirname "$0")/pop-before-smtp.token
postern=http://127.0.0.1:8000

# Nobody waits long for their mail because of this, and nobody goes without. The token is no argument, which others could see.
user=$(printf %s "$USER" | sed 's/["\\]/\\&/g')
printf 'header = "Authorization: Bearer %s"\n' "$(cat "$token")" \
    | curl --config - --silent --show-error --fail --max-time 3 --request PUT \
        --header "Content-Type: application/json" --data "{\"user\": \"$user\"}" "$postern/popBeforeSmtp/$IP" >&2 \
    || echo "pop-before-smtp: $IP was not opened for $USER" >&2

exec "$@"
