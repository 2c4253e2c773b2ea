// What stands inside an envelope (rules 11, 13, 18).
import { mac } from "./hash.mjs";
import { bucketOf } from "./envelope.mjs";
import { cut, fixed, join, need, opaque, printable, Reader, text, u16, u32, u64, u8, within } from "./octets.mjs";

const KINDS = 13;
const RECEIPTS = 7;
const ABOUT_A_MEMBER = 6;
const HELLO_BEFORE_VOUCH = 8 + 8 + 1216 + 4 + 1216 + 32 + 16 + 32 + 32 + 8 + 32;

// seen: joined structures of 48 octets. nextKey: empty for none.
export const bodyWrite = ({ kind, seq, prev, sentMin, seen, nextKey, content }) => {
  need(
    seq > 1 || (seq === 1 && prev.every((octet) => octet === 0)),
    "a first message has the number 1 and none before it",
  );
  cut(seen, 48);
  const body = join(
    u8(within(kind, 1, KINDS)),
    u8(nextKey.length > 0 ? 1 : 0),
    u64(seq),
    fixed(prev, 32),
    u32(sentMin),
    opaque(seen, 0, 384),
    nextKey.length > 0 ? fixed(nextKey, 1216) : nextKey,
    opaque(content, 0, 32000),
  );
  return { body, bucket: bucketOf(body.length) };
};

export const bodyParse = (padded) => {
  const reader = new Reader(padded);
  const kind = reader.number(1);
  const flags = within(reader.number(1), 0, 1);
  const read = {
    kind,
    seq: reader.number(8),
    prev: reader.take(32),
    sentMin: reader.number(4),
    seen: reader.opaque(0, 384),
    nextKey: flags === 1 ? reader.take(1216) : Buffer.alloc(0),
    content: reader.opaque(0, 32000),
  };
  need(
    reader.rest().every((octet) => octet === 0),
    "something in the padding",
  );
  return read;
};

// Reads a padded body and gives it as it is without its padding.
export const bodyRead = ({ padded }) => bodyWrite(bodyParse(padded));

const beforeVouch = (hello) =>
  join(
    u64(hello.ctr),
    fixed(hello.session, 8),
    fixed(hello.livePk, 1216),
    u32(hello.offGen),
    fixed(hello.offPk, 1216),
    fixed(hello.pkLogin, 32),
    fixed(hello.caseNonce, 16),
    fixed(hello.caseKey, 32),
    fixed(hello.roomHead, 32),
    u64(hello.logSize),
    fixed(hello.logRoot, 32),
    opaque(printable(hello.lang), 2, 8),
  );

export const helloWrite = (hello) => {
  const octets = beforeVouch(hello);
  return { hello: join(octets, mac(hello.caseKey, octets)) };
};

// Gives how many octets the Hello took.
export const helloRead = ({ content }) => {
  const reader = new Reader(content);
  const before = reader.take(HELLO_BEFORE_VOUCH);
  printable(reader.opaque(2, 8));
  const vouched = content.subarray(0, reader.at);
  const caseKey = before.subarray(8 + 8 + 1216 + 4 + 1216 + 32 + 16).subarray(0, 32);
  need(mac(caseKey, vouched).equals(reader.take(32)), "vouch does not verify");
  return { used: reader.at };
};

export const formWrite = ({ lang, profile, safeNow, topic, words }) => {
  need([...text(words)].length <= 4000, "too many characters");
  return {
    form: join(
      opaque(printable(lang), 2, 8),
      u8(within(profile, 0, 2)),
      u8(within(safeNow, 0, 2)),
      u8(topic),
      opaque(words, 1, 16000),
    ),
  };
};

export const formRead = ({ form }) => {
  const reader = new Reader(form);
  const read = {
    lang: reader.opaque(2, 8),
    profile: reader.number(1),
    safeNow: reader.number(1),
    topic: reader.number(1),
    words: reader.opaque(1, 16000),
  };
  reader.end();
  return formWrite(read);
};

export const helloAckWrite = (ack) => ({
  ack: join(
    fixed(ack.session, 8),
    u64(ack.ctr),
    u64(ack.lastCtr),
    u32(ack.lastHelloDay),
    u16(ack.lateRewraps),
    fixed(ack.roomHead, 32),
    u64(ack.logSize),
    fixed(ack.logRoot, 32),
  ),
});

export const helloAckRead = ({ ack }) => {
  const reader = new Reader(ack);
  const read = {
    session: reader.take(8),
    ctr: reader.number(8),
    lastCtr: reader.number(8),
    lastHelloDay: reader.number(4),
    lateRewraps: reader.number(2),
    roomHead: reader.take(32),
    logSize: reader.number(8),
    logRoot: reader.take(32),
  };
  reader.end();
  return helloAckWrite(read);
};

export const receiptWrite = ({ what, msgIds }) => {
  need(cut(msgIds, 16).length === 1 || what < ABOUT_A_MEMBER, "about one member");
  return { receipt: join(u8(within(what, 1, RECEIPTS)), opaque(msgIds, 0, 1024)) };
};

export const receiptRead = ({ receipt }) => {
  const reader = new Reader(receipt);
  const read = { what: reader.number(1), msgIds: reader.opaque(0, 1024) };
  reader.end();
  return receiptWrite(read);
};

// visitorId, caseKey: 32 octets each.
export const briefingWrite = ({ visitorId, caseKey, words }) => {
  text(words);
  need([...words.toString()].length <= 4000, "too many characters");
  return { briefing: join(fixed(visitorId, 32), fixed(caseKey, 32), opaque(words, 0, 16000)) };
};

export const briefingRead = ({ briefing }) => {
  const reader = new Reader(briefing);
  const read = { visitorId: reader.take(32), caseKey: reader.take(32), words: reader.opaque(0, 16000) };
  reader.end();
  return briefingWrite(read);
};

export const blockWrite = ({ member }) => ({ block: fixed(member, 32) });

export const blockRead = ({ block }) => blockWrite({ member: block });

export const retractWrite = ({ msgId, session, seq }) => ({
  retract: join(fixed(msgId, 16), fixed(session, 8), u64(seq)),
});

export const retractRead = ({ retract }) => {
  const reader = new Reader(retract);
  const read = { msgId: reader.take(16), session: reader.take(8), seq: reader.number(8) };
  reader.end();
  return retractWrite(read);
};

// One of the times that are offered.
export const timeWrite = ({ id, startMin, lengthMin }) => {
  need(startMin % 15 === 0 && lengthMin % 15 === 0, "not a quarter of an hour");
  return join(fixed(id, 16), u64(startMin), u16(within(lengthMin, 15, 480)));
};

const timeRead = (time) => {
  const reader = new Reader(time);
  return timeWrite({ id: reader.take(16), startMin: reader.number(8), lengthMin: reader.number(2) });
};

// times: joined structures of 26 octets, up to three.
export const appointmentWrite = ({ act, id, times, way, place }) => {
  text(place);
  const each = cut(times, 26);
  each.forEach(timeRead);
  need(each.length === 1 || (act !== 2 && act !== 6), "it is about one time");
  return {
    appointment: join(
      u8(within(act, 1, 6)),
      fixed(id, 16),
      opaque(times, 26, 78),
      u8(within(way, 1, 3)),
      opaque(place, 0, 512),
    ),
  };
};

export const appointmentRead = ({ appointment }) => {
  const reader = new Reader(appointment);
  const read = {
    act: reader.number(1),
    id: reader.take(16),
    times: reader.opaque(26, 78),
    way: reader.number(1),
    place: reader.opaque(0, 512),
  };
  reader.end();
  return appointmentWrite(read);
};
