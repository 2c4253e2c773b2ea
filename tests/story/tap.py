"""Somebody on the network between a client and the server: passes every octet on and writes down what TLS would still show, the size,
the moment and the direction of each WebSocket frame."""

import socket
import struct
import threading
import time
from typing import NamedTuple


class Frame(NamedTuple):
    at: float
    is_up: bool  # from the client
    opcode: int
    size: int  # of the payload


class Tap:
    """Listens on a port of its own and connects on to `port`."""

    def __init__(self, port):
        self.target = port
        self.frames = []
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client = self.listener.accept()[0]
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._pass_on, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(server, client, False), daemon=True).start()

    def _pass_on(self, source, target, is_up):
        waiting, has_head = b"", False
        try:
            while octets := source.recv(65536):
                at = time.monotonic()
                target.sendall(octets)
                waiting += octets
                if not has_head:
                    has_head = b"\r\n\r\n" in waiting
                    waiting = waiting.split(b"\r\n\r\n", 1)[1] if has_head else waiting
                while has_head and (taken := self._note(at, is_up, waiting)):
                    waiting = waiting[taken:]
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def _note(self, at, is_up, data):
        """Notes one whole frame; how long it is, 0 when it is not all there."""
        if len(data) < 2:
            return 0
        size, head = data[1] & 0x7F, 2
        if size == 126 and len(data) >= 4:
            size, head = struct.unpack(">H", data[2:4])[0], 4
        elif size == 127 and len(data) >= 10:
            size, head = struct.unpack(">Q", data[2:10])[0], 10
        elif size > 125:
            return 0
        head += 4 if data[1] & 0x80 else 0
        if len(data) < head + size:
            return 0
        with self.lock:
            self.frames.append(Frame(at, is_up, data[0] & 15, size))
        return head + size

    def seen(self):
        """All frames so far. The two directions are noted by two threads; their times, not those, say what came first."""
        with self.lock:
            return sorted(self.frames, key=lambda frame: frame.at)

    def close(self):
        self.listener.close()
