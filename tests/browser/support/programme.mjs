/* A real udvejd with a demo programme of its own, in a folder of its own.
 * Owns: the folder and the process, until `close`. */
import { execFileSync, spawn } from "node:child_process";
import { closeSync, copyFileSync, cpSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const ready_ms = 20_000;
const first_port = 20_000;

/** Two doors, as in issue 2: "I want out" and "I worry about somebody". */
const doors = `
[door:1]
name.da = Jeg vil ud
text.da = For dig, der vil væk fra et miljø.
name.en = I want out
text.en = For you who want to leave a milieu.
name.ar = أريد الخروج
text.ar = لك أنت الذي تريد الابتعاد عن وسط ما.
phone = 41 74 90 90
hours = 8-22
answer_minutes = 60
always_open = 1

[door:2]
name.da = Jeg er bekymret for nogen
text.da = For familie, venner og andre, der er bekymrede.
name.en = I worry about somebody
text.en = For family, friends and others who worry.
name.ar = أنا قلق على شخص
text.ar = للعائلة والأصدقاء ولكل من يقلق.
phone = 41 74 90 90
hours = 8-22
always_open = 1
`;

export const door_names = {
  da: ["Jeg vil ud", "Jeg er bekymret for nogen"],
  ar: ["أريد الخروج", "أنا قلق على شخص"],
};

/** A port above 20000 that nobody listens on. */
async function free_port() {
  for (;;) {
    const port = first_port + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    const is_free = await new Promise((done) => {
      probe.once("error", () => done(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => done(true)));
    });
    if (is_free) return port;
  }
}

/** `settings`: lines of [server] beside the usual ones. */
export async function open_programme({ folder, bin, web, exit_url, settings: more = [] }) {
  const port = await free_port();
  const keys = join(folder, "programme");
  const pages = join(folder, "web");
  const data = join(folder, "data");
  const log = join(folder, "server.log");
  execFileSync(join(bin, "udvej-keys"), ["demo", "--out", keys], { stdio: "ignore" });
  cpSync(web, pages, { recursive: true });
  mkdirSync(data, { mode: 0o700 });
  copyFileSync(join(keys, "service.key"), join(data, "service.key")); /* the programme has certified it */
  const settings = {
    deployment_id: readFileSync(join(keys, "deployment_id"), "utf8").trim(),
    hotline: { number: "41 74 90 90", hours: "8-22" },
    exit_url,
    relay: "/ws",
  };
  writeFileSync(join(pages, "programme.json"), JSON.stringify(settings));
  const config = join(folder, "udvejd.conf");
  const lines = [
    "[server]",
    `listen = 127.0.0.1:${port}`,
    `hosts = localhost:${port}`,
    "opens_calm_per_minute = 100", /* a story opens many cases in a short time, and has no time for work that it does not look at */
    `data = ${data}`,
    `web = ${pages}`,
    `programme = ${join(keys, "programme.bin")}`,
    ...more,
  ];
  writeFileSync(config, `${lines.join("\n")}\n${doors}`, { mode: 0o600 });

  const log_file = openSync(log, "w");
  const server = spawn(join(bin, "udvejd"), ["--config", config], { stdio: ["ignore", log_file, log_file] });
  closeSync(log_file);
  const ended = new Promise((done) => server.once("exit", (code, signal) => done(code ?? signal)));
  const deadline = Date.now() + ready_ms;
  while (!readFileSync(log, "utf8").includes("event=ready")) {
    if (server.exitCode !== null || Date.now() > deadline) {
      server.kill("SIGKILL");
      throw new Error(`udvejd did not get ready:\n${readFileSync(log, "utf8")}`);
    }
    await new Promise((done) => setTimeout(done, 20));
  }
  return {
    url: `http://localhost:${port}/`,
    pid: server.pid,
    data,
    log,
    key_file: (name) => join(keys, "keys", `${name}.key`),
    passphrase: (name) => readFileSync(join(keys, "keys", `${name}.passphrase`), "utf8").trim(),
    /** Gives the exit code. */
    close: () => {
      if (server.exitCode === null && server.signalCode === null) server.kill("SIGTERM");
      return ended;
    },
  };
}
