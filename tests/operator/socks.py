"""A SOCKS5 proxy (RFC 1928) that knows one address only: whatever name it is asked for, it connects there and remembers the name."""
import socket
import threading


class Socks:
    def __init__(self, port):
        self.target = ("127.0.0.1", port)
        self.names = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                peer = self.listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer):
        count = peer.recv(2)[1]
        peer.recv(count)
        peer.sendall(b"\x05\x00")
        if peer.recv(4) != b"\x05\x01\x00\x03":  # connect to a name; an address would mean that it was looked up elsewhere
            peer.close()
            return
        size = peer.recv(1)[0]
        self.names.append(peer.recv(size).decode())
        peer.recv(2)
        there = socket.create_connection(self.target)
        peer.sendall(b"\x05\x00\x00\x01" + bytes(6))
        threading.Thread(target=self._pass_on, args=(there, peer), daemon=True).start()
        self._pass_on(peer, there)

    @staticmethod
    def _pass_on(one, other):
        try:
            while piece := one.recv(65536):
                other.sendall(piece)
            other.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)  # or who waits in accept keeps it open
        self.listener.close()
