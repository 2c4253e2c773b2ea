// Vectors of rules 8, 9, 11, 13 and 18: envelopes in every mode and bucket, and what stands inside them.
import { Draw } from "./draw.mjs";
import { sha256, mac } from "./hash.mjs";
import { timeWrite } from "./body.mjs";
import { ascii, join, u16, u64, zeros } from "./octets.mjs";
import { envelopeSeal, pad } from "./envelope.mjs";
import { File, flipped, repeat, text } from "./vectors.mjs";

const none = Buffer.alloc(0);

const headerOf = (draw, kind, bucket) => ({
  class: kind,
  bucket,
  caseId: draw.octets(16),
  msgId: draw.octets(16),
  epoch: draw.below(2 ** 32),
  rosterHash: draw.octets(32),
  sender: draw.octets(32),
  session: draw.octets(8),
});

const recipientOf = (draw, mode, hasAux) => ({
  recipient: draw.octets(32),
  seed: draw.octets(32),
  mode,
  psk: mode === 1 ? draw.octets(32) : none,
  aux: hasAux ? draw.octets(32) : none,
});

const sealing = (draw, kind, bucket, body, recipients) => ({
  header: headerOf(draw, kind, bucket),
  body,
  deploymentId: draw.octets(32),
  randomness: draw.octets(32 + 64 * recipients.length),
  recipients,
});

const openerOf = ({ deploymentId }, { recipient, seed, psk }) => ({ deploymentId, recipient, seed, psk });

// Sealed, and opened by every one of its recipients.
const addRound = async (file, note, fields) => {
  await file.taken(`${note}, sealed`, "envelope_seal", fields, { keep: note });
  for (const [index, recipient] of fields.recipients.entries()) {
    const { deploymentId, ...opener } = openerOf(fields, recipient);
    await file.taken(`${note}, opened by ${index}`, "envelope_open", {
      envelope: file.take(note),
      index,
      deploymentId,
      ...opener,
    });
  }
};

const COUNTS = [1, 3, 32];

export const envelopeFile = async () => {
  const file = new File("Envelopes in every mode and bucket, for 1 to 32 recipients (rules 8 and 9).");
  const draw = new Draw("envelopes");
  for (const bucket of [0, 1, 2]) {
    const size = [2048, 8192, 32768][bucket];
    for (const [kind, mode] of [
      [1, 0],
      [2, 0],
      [2, 1],
      [3, 1],
    ]) {
      const body = repeat(draw.octets(37).toString("hex"), size - draw.below(size));
      const recipients = [recipientOf(draw, mode, kind === 1)];
      await addRound(
        file,
        `bucket ${bucket}, class ${kind}, mode ${mode}`,
        sealing(draw, kind, bucket, body, recipients),
      );
    }
  }
  for (const [index, count] of COUNTS.entries()) {
    const recipients = Array.from({ length: count }, (_, at) => recipientOf(draw, (at + index) % 2, at % 3 === 0));
    const body = repeat(draw.octets(11).toString("hex"), 100 + count);
    await addRound(file, `${count} recipients`, sealing(draw, 2, index % 3, body, recipients));
  }
  await addRound(file, "an empty body", sealing(draw, 2, 0, none, [recipientOf(draw, 1, false)]));
  const brim = repeat("5a", 2048);
  await addRound(file, "a body to the brim", sealing(draw, 2, 0, brim, [recipientOf(draw, 1, false)]));
  const over = repeat("5a", 2049);
  await file.refused("a body over the brim", "envelope_seal", sealing(draw, 2, 0, over, [recipientOf(draw, 1, false)]));
  const same = recipientOf(draw, 1, false);
  const pair = [same, { ...same, seed: draw.octets(32) }];
  await file.refused("the same recipient twice", "envelope_seal", sealing(draw, 2, 0, none, pair));
  return file;
};

const addChanges = async (file, draw) => {
  const recipients = [recipientOf(draw, 1, false), recipientOf(draw, 0, true)];
  const fields = sealing(draw, 2, 0, draw.octets(50), recipients);
  const { envelope } = await file.taken("to be changed", "envelope_seal", fields, { keep: "one" });
  const opener = openerOf(fields, recipients[0]);
  const opening = (changes) => ({ envelope: file.take("one"), index: 0, ...opener, ...changes });
  await file.taken("unchanged", "envelope_open", opening({}));
  const places = [
    0, 1, 2, 3, 4, 20, 36, 40, 72, 104, 112, 144, 145, 146, 178, 186, 187, 1300, 1307, 1386, -2065, -2064, -1,
  ];
  for (const place of places)
    await file.refused(`a bit at ${place}`, "envelope_open", opening({ envelope: file.take("one", { flip: place }) }));
  for (const field of ["deploymentId", "recipient", "seed", "psk"])
    await file.refused(`another ${field}`, "envelope_open", opening({ [field]: flipped(opener[field], 5) }));
  await file.refused("psk mode without a psk", "envelope_open", opening({ psk: none }));
  await file.refused("somebody else's wrap", "envelope_open", opening({ index: 1 }));
  const doubled = envelope.subarray(0, 112 + 32 + 2 + 1241);
  const twice = join(doubled, doubled.subarray(-1241), envelope.subarray(112 + 32 + 2 + 2 * 1241));
  await file.refused("a wrap twice", "envelope_open", opening({ envelope: twice }));
  const second = { ...opening(openerOf(fields, recipients[1])), index: 1 };
  await file.taken("base mode, no psk yet", "envelope_open", second);
  await file.refused("base mode although there is a psk", "envelope_open", { ...second, psk: draw.octets(32) });
  await file.refused(
    "an octet more",
    "envelope_open",
    opening({ envelope: file.take("one", { size: envelope.length + 1 }) }),
  );
  await file.refused(
    "an octet less",
    "envelope_open",
    opening({ envelope: file.take("one", { size: envelope.length - 1 }) }),
  );
  const wrap = envelope.subarray(146 + 1241, 146 + 2 * 1241);
  await file.taken("for one alone", "envelope_slim", { envelope: file.take("one"), wrap }, { keep: "slim" });
  await file.taken("opened alone", "envelope_open", { ...second, envelope: file.take("slim"), index: 0 });
  return { fields, envelope };
};

const addRewrap = async (file, draw, { fields, envelope }) => {
  const key = fields.randomness.subarray(0, 32);
  const hh = sha256(envelope.subarray(0, 112));
  const kept = {
    key,
    hh,
    commit: mac(key, join(ascii("udvej/1/commit"), hh)),
    bodyHash: sha256(envelope.subarray(-2064)),
  };
  const { deploymentId } = fields;
  for (const mode of [0, 1]) {
    const recipient = recipientOf(draw, mode, mode === 0);
    const again = { ...kept, caseId: fields.header.caseId, deploymentId, randomness: draw.octets(64), recipient };
    const { wrap } = await file.taken(`wrapped again, mode ${mode}`, "rewrap", again);
    const note = `cut down to it, mode ${mode}`;
    await file.taken(note, "envelope_slim", { envelope: file.take("one"), wrap }, { keep: note });
    const opener = openerOf(fields, recipient);
    await file.taken("and opened", "envelope_open", { envelope: file.take(note), index: 0, ...opener });
  }
};

export const openFile = async () => {
  const file = new File(
    "Whole envelopes to be opened, changed ones to be refused, wraps made again (rules 8, 9 and 10).",
  );
  const draw = new Draw("open");
  const shapes = [
    [1, 0, [recipientOf(draw, 0, true)]],
    [2, 0, [recipientOf(draw, 1, false)]],
    [2, 1, [recipientOf(draw, 1, false), recipientOf(draw, 0, true), recipientOf(draw, 1, true)]],
    [2, 2, [recipientOf(draw, 1, false)]],
  ];
  for (const [kind, bucket, recipients] of shapes) {
    const fields = sealing(draw, kind, bucket, draw.octets(700), recipients);
    const { envelope } = await envelopeSeal(fields);
    const index = recipients.length - 1;
    const opening = { envelope, index, ...openerOf(fields, recipients[index]) };
    await file.taken(`class ${kind}, bucket ${bucket}`, "envelope_open", opening);
  }
  await addRewrap(file, draw, await addChanges(file, draw));
  return file;
};

// ---- what stands inside ----

const addBody = async (file, draw) => {
  const plain = {
    kind: 1,
    seq: 1,
    prev: zeros(32),
    sentMin: 29376000,
    seen: none,
    nextKey: none,
    content: text("Hej."),
  };
  const full = { kind: 2, seq: 2 ** 53 - 1, prev: draw.octets(32), sentMin: 2 ** 32 - 1, seen: draw.octets(384) };
  const key = repeat(draw.octets(61).toString("hex"), 1216);
  const { body } = await file.taken("a first text", "body_write", plain);
  await file.taken("all there is", "body_write", { ...full, nextKey: key, content: repeat("61", 3000) });
  for (const size of [0, 1997, 1998, 8141, 8142, 32000])
    await file.taken(`content of ${size}`, "body_write", { ...plain, content: repeat("61", size) });
  await file.refused("content of 32001", "body_write", { ...plain, content: repeat("61", 32001) });
  for (const kind of [2, 3, 4, 5, 6, 13]) await file.taken(`kind ${kind}`, "body_write", { ...plain, kind });
  await file.taken("a second message", "body_write", { ...plain, seq: 2, prev: draw.octets(32) });
  await file.refused("number 0", "body_write", { ...plain, seq: 0 });
  await file.refused("a first message after another", "body_write", { ...plain, prev: draw.octets(32) });
  await file.taken("read", "body_read", { padded: pad(body, 0) });
  for (const [note, padded] of [
    ["kind 0", join(Buffer.from([0]), body.subarray(1))],
    ["kind 14", join(Buffer.from([14]), body.subarray(1))],
    ["flag 2", join(body.subarray(0, 1), Buffer.from([3]), body.subarray(2))],
    ["something in the padding", join(body, zeros(9), Buffer.from([1]))],
    ["an octet less", body.subarray(0, -1)],
    ["marks that are no whole number", join(body.subarray(0, 46), Buffer.from([0, 47]), zeros(60))],
  ])
    await file.refused(note, "body_read", { padded });
};

const addHello = async (file, draw) => {
  const key = () => repeat(draw.octets(61).toString("hex"), 1216);
  const hello = {
    ctr: 3,
    session: draw.octets(8),
    livePk: key(),
    offGen: 2,
    offPk: key(),
    pkLogin: draw.octets(32),
    caseNonce: draw.octets(16),
    caseKey: draw.octets(32),
    roomHead: draw.octets(32),
    logSize: 0,
    logRoot: zeros(32),
    lang: text("da"),
  };
  const whole = await file.taken("a Hello", "hello_write", hello, { keep: "hello" });
  await file.taken("in a long language", "hello_write", { ...hello, lang: text("zh-Hant1"), logSize: 9 });
  for (const lang of ["x", "ninechars"])
    await file.refused("no language", "hello_write", { ...hello, lang: text(lang) });
  await file.taken("read", "hello_read", { content: file.take("hello") });
  await file.taken("with a form behind it", "hello_read", { content: join(whole.hello, ascii("more")) });
  for (const place of [0, 8, 16, 1300, 2600, -33, -1])
    await file.refused(`a bit at ${place}`, "hello_read", { content: file.take("hello", { flip: place }) });
  const ack = { session: draw.octets(8), ctr: 4, lastCtr: 3, lastHelloDay: 20400, lateRewraps: 65535 };
  const made = await file.taken("an answer", "hello_ack_write", {
    ...ack,
    roomHead: draw.octets(32),
    logSize: 6,
    logRoot: zeros(32),
  });
  await file.taken("read", "hello_ack_read", { ack: made.ack });
  await file.refused("an octet more", "hello_ack_read", { ack: join(made.ack, zeros(1)) });
  await file.refused("an octet less", "hello_ack_read", { ack: made.ack.subarray(0, -1) });
};

const addForm = async (file) => {
  const form = {
    lang: text("so"),
    profile: 1,
    safeNow: 2,
    topic: 3,
    words: text("Jeg vil gerne tale med nogen.\n\tTak 🙂"),
  };
  const made = await file.taken("a form", "form_write", form);
  await file.taken("read", "form_read", { form: made.form });
  await file.taken("4,000 characters of four octets", "form_write", { ...form, words: repeat("f09f9982", 16000) });
  await file.refused("4,001 characters", "form_write", { ...form, words: repeat("61", 4001) });
  for (const words of ["~ \u00a0", "\ud7ff\ue000\u{10ffff}\uffff"])
    await file.taken("the edges of what is text", "form_write", { ...form, words: text(words) });
  await file.taken("the edges of a language", "form_write", { ...form, lang: text(" ~") });
  for (const [field, value] of [
    ["lang", text("d\u001f")],
    ["lang", text("d\u007f")],
    ["lang", text("dæ")],
    ["words", text("a\u009f")],
    ["words", text("a\u001f")],
    ["words", Buffer.from("c1bf", "hex")],
    ["words", Buffer.from("e09fbf", "hex")],
    ["words", Buffer.from("f08fbfbf", "hex")],
    ["words", Buffer.from("edbfbf", "hex")],
    ["words", Buffer.from("f09f99", "hex")],
    ["profile", 3],
    ["safeNow", 3],
    ["words", text("")],
    ["words", text("a\u0000b")],
    ["words", text("a\rb")],
    ["words", text("a\u007fb")],
    ["words", text("a\u0085b")],
    ["words", Buffer.from("c080", "hex")],
    ["words", Buffer.from("eda080", "hex")],
    ["words", Buffer.from("f4908080", "hex")],
    ["words", Buffer.from("e282", "hex")],
    ["lang", text("x")],
  ])
    await file.refused(`a form with a bad ${field}`, "form_write", { ...form, [field]: value });
  await file.refused("an octet more", "form_read", { form: join(made.form, zeros(1)) });
};

const addSmall = async (file, draw) => {
  for (const what of [1, 2, 3, 4])
    await file.taken("a receipt", "receipt_write", { what, msgIds: draw.octets(16 * what) });
  for (const what of [6, 7]) {
    await file.taken("about a member", "receipt_write", { what, msgIds: draw.octets(16) });
    await file.refused("about nobody", "receipt_write", { what, msgIds: none });
    await file.refused("about two members", "receipt_write", { what, msgIds: draw.octets(32) });
  }
  await file.taken("a receipt without ids", "receipt_write", { what: 5, msgIds: none });
  await file.taken("64 ids", "receipt_write", { what: 1, msgIds: draw.octets(1024) });
  await file.refused("a receipt of nothing", "receipt_write", { what: 0, msgIds: none });
  await file.refused("a receipt that does not exist", "receipt_write", { what: 8, msgIds: none });
  await file.taken("read", "receipt_read", { receipt: join(Buffer.from([1, 0, 16]), draw.octets(16)) });
  await file.refused("half an id", "receipt_read", { receipt: join(Buffer.from([1, 0, 15]), draw.octets(15)) });
  const told = { visitorId: draw.octets(32), caseKey: draw.octets(32), words: text("Å, kun det") };
  const { briefing } = await file.taken("a briefing", "briefing_write", told);
  await file.taken("without words", "briefing_write", { ...told, words: none });
  await file.taken("read", "briefing_read", { briefing });
  await file.refused("a bell", "briefing_write", { ...told, words: text("\u0007") });
  await file.refused("too many characters", "briefing_write", { ...told, words: repeat("61", 4001) });
  await file.refused("an octet more", "briefing_read", { briefing: join(briefing, zeros(1)) });
  const { block } = await file.taken("a block", "block_write", { member: draw.octets(32) });
  await file.taken("read", "block_read", { block });
  await file.refused("an octet more", "block_read", { block: join(block, zeros(1)) });
  await file.refused("an octet less", "block_read", { block: block.subarray(1) });
  const retracted = { msgId: draw.octets(16), session: draw.octets(8), seq: draw.below(2 ** 47) };
  const { retract } = await file.taken("taken back", "retract_write", retracted);
  await file.taken("where it stood is forgotten", "retract_write", { ...retracted, session: zeros(8), seq: 0 });
  await file.taken("read", "retract_read", { retract });
  await file.refused("an octet more", "retract_read", { retract: join(retract, zeros(1)) });
  await file.refused("an octet less", "retract_read", { retract: retract.subarray(1) });
  const time = (startMin, lengthMin) => timeWrite({ id: draw.octets(16), startMin, lengthMin });
  const bad = ({ startMin = 15 * 1958400, lengthMin = 45 }) => join(draw.octets(16), u64(startMin), u16(lengthMin));
  const meeting = {
    act: 1,
    id: draw.octets(16),
    times: time(15 * 1958400, 45),
    way: 3,
    place: text("Vesterbro, 2. sal"),
  };
  const three = join(time(15 * 1958400, 45), time(15 * 1958500, 30), time(15 * 1958600, 480));
  const { appointment } = await file.taken("an offer", "appointment_write", meeting);
  const eight = time(15 * 1958400, 480);
  await file.taken("eight hours", "appointment_write", { ...meeting, act: 5, way: 1, times: eight, place: text("") });
  const { appointment: several } = await file.taken("three times", "appointment_write", { ...meeting, times: three });
  await file.taken("read", "appointment_read", { appointment: several });
  for (const act of [2, 6]) {
    await file.taken("about one time", "appointment_write", { ...meeting, act });
    await file.refused("about three", "appointment_write", { ...meeting, act, times: three });
  }
  await file.taken("read", "appointment_read", { appointment });
  for (const [field, value] of [
    ["act", 0],
    ["act", 7],
    ["times", none],
    ["times", join(three, time(15 * 1958700, 30))],
    ["times", bad({ startMin: 7 })],
    ["times", bad({ lengthMin: 0 })],
    ["times", bad({ lengthMin: 20 })],
    ["times", bad({ lengthMin: 495 })],
    ["way", 0],
    ["way", 4],
    ["place", repeat("61", 513)],
    ["place", text("\u0001")],
  ])
    await file.refused(`a bad ${field}`, "appointment_write", { ...meeting, [field]: value });
  await file.refused("an octet more", "appointment_read", { appointment: join(appointment, zeros(1)) });
};

export const bodyFile = async () => {
  const file = new File("What stands inside an envelope (rules 11, 13 and 18).");
  const draw = new Draw("bodies");
  await addBody(file, draw);
  await addHello(file, draw);
  await addForm(file);
  await addSmall(file, draw);
  return file;
};
