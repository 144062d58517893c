package org.licensehub.hub.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A wire between two members that can be cut and mended: forwards TCP connections on loopback to another port. */
final class TcpForwarder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TcpForwarder.class);

    private final int target;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    TcpForwarder(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void cut() {
        cut = true;
        sockets.forEach(TcpForwarder::close);
        sockets.clear();
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException ended) {
                LOG.debug("No more connections: {}", ended.getMessage());
            }
        }
    }

    private void connect(Socket incoming) {
        sockets.add(incoming);
        try {
            if (cut) {
                close(incoming);
                return;
            }
            Socket outgoing = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(outgoing);
            daemon(() -> pump(incoming, outgoing));
            daemon(() -> pump(outgoing, incoming));
            if (cut) {
                close(incoming);
                close(outgoing);
            }
        } catch (IOException nobodyThere) {
            close(incoming);
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException ended) {
            LOG.debug("Connection ended: {}", ended.getMessage());
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "forwarder");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Could not close: {}", e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
