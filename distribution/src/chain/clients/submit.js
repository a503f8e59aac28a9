// SPDX-License-Identifier: Apache-2.0
// Submits the message on standard input with Nodemailer: MODULE HOST PORT CA_FILE USER PASSWORD SENDER RECIPIENT
// [MECHANISM [SOURCE]]
const dns = require('dns').promises;
const fs = require('fs');
const [module_, host, port, caFile, user, pass, from, to, authMethod, localAddress] = process.argv.slice(2);

async function submit() {
    const auth = authMethod === 'XOAUTH2' ? {type: 'OAuth2', user, accessToken: pass} : {user, pass};
    // Older ones look up no name as long as only loopback has an address, as in the chain's own network.
    const {address} = await dns.lookup(host);
    const transport = require(module_).createTransport({
        host: address, port: Number(port), secure: port === '465', requireTLS: true,
        tls: {ca: fs.readFileSync(caFile), servername: host}, auth,
        ...(authMethod && {authMethod}), ...(localAddress && {localAddress})
    });
    return transport.sendMail({envelope: {from, to}, raw: fs.readFileSync(0)});
}

submit().then(
    info => console.log(info.response),
    error => { console.error(error.message); process.exitCode = 1; });
