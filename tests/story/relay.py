"""Somebody between clients and a server who alters the head of what a client says first and passes everything else on."""

import socket
import threading


class Relay:
    """`connect` gives a new socket to the server; `alter` takes the lines of a head, without the empty one, and gives others."""

    def __init__(self, listener, connect, alter):
        self.connect, self.alter, self.listener = connect, alter, listener
        self.passed = 0  # heads
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, server = self.listener.accept()[0], self.connect()
            except OSError:
                return
            threading.Thread(target=self._pass_head, args=(client, server), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(server, client), daemon=True).start()

    def _pass_head(self, client, server):
        head = b""
        try:
            while b"\r\n\r\n" not in head:
                octets = client.recv(65536)
                if not octets:
                    server.close()
                    return
                head += octets
            head, rest = head.split(b"\r\n\r\n", 1)
            server.sendall(b"\r\n".join(self.alter(head.split(b"\r\n"))) + b"\r\n\r\n" + rest)
            self.passed += 1
        except OSError:
            return
        self._pass_on(client, server)

    @staticmethod
    def _pass_on(source, target):
        try:
            while octets := source.recv(65536):
                target.sendall(octets)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass
