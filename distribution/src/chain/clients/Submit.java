// SPDX-License-Identifier: Apache-2.0
import java.io.FileInputStream;
import java.io.InputStream;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Properties;

import javax.mail.Address;
import javax.mail.Session;
import javax.mail.Transport;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Submits the message on standard input: HOST PORT CA_FILE USER PASSWORD SENDER RECIPIENT. */
public class Submit {
    public static void main(String[] args) throws Exception {
        String protocol = args[1].equals("465") ? "smtps" : "smtp";
        Properties properties = new Properties();
        properties.put("mail." + protocol + ".auth", "true");
        properties.put("mail." + protocol + ".starttls.required", "true");
        properties.put("mail." + protocol + ".ssl.checkserveridentity", "true");
        properties.put("mail." + protocol + ".ssl.socketFactory", trusting(args[2]));
        properties.put("mail." + protocol + ".from", args[5]);
        Session session = Session.getInstance(properties);
        try (Transport transport = session.getTransport(protocol)) {
            transport.connect(args[0], Integer.parseInt(args[1]), args[3], args[4]);
            transport.sendMessage(new MimeMessage(session, System.in), new Address[] {new InternetAddress(args[6])});
        }
    }

    private static SSLSocketFactory trusting(String caFile) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = new FileInputStream(caFile)) {
            store.setCertificateEntry("postern", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
