/* Serves a built folder with the real headers, for tests. Gives { url, close }. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { headers } from "./headers.mjs";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
};

/** `extra`: path -> text, such as /programme.json. */
export function serve(folder, extra = {}) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    const name = path.endsWith("/") ? `${path}index.html` : path;
    const send = (status, type, body) => {
      response.writeHead(status, { ...headers, "Content-Type": type });
      response.end(body);
    };
    if (name in extra) return send(200, types[extname(name)] ?? "text/plain", extra[name]);
    try {
      send(200, types[extname(name)] ?? "text/plain", await readFile(join(folder, name)));
    } catch {
      send(404, "text/plain", "not here");
    }
  });
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => {
      done({ url: `http://127.0.0.1:${server.address().port}`, server, close: () => server.close() });
    });
  });
}
