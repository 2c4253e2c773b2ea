// Every operation by the name that it has in tests/support/operations*.c, and how fields travel.
import * as archive from "./archive.mjs";
import * as audit from "./audit.mjs";
import * as body from "./body.mjs";
import * as envelope from "./envelope.mjs";
import * as login from "./login.mjs";
import { join, Reader, u32, u64, u8 } from "./octets.mjs";
import * as phrase from "./phrase.mjs";
import * as puzzle from "./puzzle.mjs";
import * as room from "./room.mjs";
import * as statement from "./statement.mjs";
import * as vault from "./vault.mjs";
import * as keys from "./visitor_keys.mjs";

export const operations = {
  phrase_write: phrase.phraseWrite,
  phrase_words: phrase.phraseWords,
  phrase_read: phrase.phraseRead,
  visitor_keys: keys.visitorKeys,
  case_id: keys.caseId,
  visitor_psk: keys.visitorPsk,
  case_key: keys.caseKey,
  offline_seed: keys.offlineSeed,
  staff_psk: keys.staffPsk,
  salt_seal: keys.saltSeal,
  salt_open: keys.saltOpen,
  login_client: login.loginClient,
  login_server: login.loginServer,
  staff_login: login.staffLogin,
  staff_login_check: login.staffLoginCheck,
  archive_key_seal: archive.archiveKeySeal,
  archive_key_open: archive.archiveKeyOpen,
  archive_seal: archive.archiveSeal,
  vault_seal: vault.vaultSeal,
  vault_open: vault.vaultOpen,
  statement_sign: statement.statementSign,
  statement_check: statement.statementCheck,
  statement_recode: statement.statementRecode,
  root_set: statement.rootSet,
  staff_cert: statement.staffCert,
  snapshot: (fields) => ({ body: statement.snapshot(fields).body }),
  receive_key: statement.receiveKey,
  service_cert: statement.serviceCert,
  body_check: statement.bodyCheck,
  deletion_check: statement.deletionCheck,
  event_write: room.eventWrite,
  roster: statement.roster,
  room: room.room,
  envelope_seal: envelope.envelopeSeal,
  rewrap: envelope.rewrap,
  envelope_slim: envelope.envelopeSlim,
  envelope_open: envelope.envelopeOpen,
  body_write: body.bodyWrite,
  body_read: body.bodyRead,
  hello_write: body.helloWrite,
  hello_read: body.helloRead,
  form_write: body.formWrite,
  form_read: body.formRead,
  hello_ack_write: body.helloAckWrite,
  hello_ack_read: body.helloAckRead,
  receipt_write: body.receiptWrite,
  receipt_read: body.receiptRead,
  briefing_write: body.briefingWrite,
  briefing_read: body.briefingRead,
  block_write: body.blockWrite,
  block_read: body.blockRead,
  retract_write: body.retractWrite,
  retract_read: body.retractRead,
  appointment_write: body.appointmentWrite,
  appointment_read: body.appointmentRead,
  audit_head: audit.auditHead,
  puzzle_make: puzzle.puzzleMake,
  puzzle_is_ours: puzzle.puzzleIsOurs,
  puzzle_solve: puzzle.puzzleSolve,
  puzzle_check: puzzle.puzzleCheck,
};

// Fields in the order in which they stand; a number becomes 8 octets.
export const flatten = (value) => {
  if (Buffer.isBuffer(value)) return [value];
  if (typeof value === "number" || typeof value === "bigint") return [u64(value)];
  return Object.values(value).flatMap(flatten);
};

export const callOf = (name, fields) =>
  join(u8(name.length), Buffer.from(name, "latin1"), ...fields.flatMap((field) => [u32(field.length), field]));

export const answerOf = (octets) => {
  const reader = new Reader(octets);
  const fields = [];
  while (reader.at < octets.length) fields.push(reader.take(reader.number(4)));
  return fields;
};
