/* The neutral pages of somebody else: where the visitor was before, and where leaving leads. Keeps what it was asked. */
import { createServer } from "node:http";

export const page_before = "Det, man så før";
export const page_after = "Vejret i dag";

export async function open_site() {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push({ path: request.url, referer: request.headers.referer ?? "" });
    const title = request.url === "/vejr" ? page_after : page_before;
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><html lang="da"><title>${title}</title><link rel="icon" href="data:,"><h1>${title}</h1></html>`);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    before: `${url}/avis`,
    exit: `${url}/vejr`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
