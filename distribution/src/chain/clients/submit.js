// SPDX-License-Identifier: Apache-2.0
// Submits the message on standard input with Nodemailer: MODULE HOST PORT CA_FILE USER PASSWORD SENDER RECIPIENT
const fs = require('fs');
const [module_, host, port, caFile, user, pass, from, to] = process.argv.slice(2);
const transport = require(module_).createTransport({
    host, port: Number(port), secure: port === '465', requireTLS: true,
    tls: {ca: fs.readFileSync(caFile)}, auth: {user, pass}
});
transport.sendMail({envelope: {from, to}, raw: fs.readFileSync(0)}).then(
    info => console.log(info.response),
    error => { console.error(error.message); process.exitCode = 1; });
