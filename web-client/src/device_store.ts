/* What a staff device keeps, in IndexedDB: the key file as it was given, the core's sealed state, and the sealed journal.
 * Never reachable from the visitor's page (lint). */
import type { DeviceStore } from "./model/records";

const version = 1;
const single = "single";
const journal = "journal";

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

function open_database(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(`udvej-${name}`, version);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(single);
    request.result.createObjectStore(journal, { autoIncrement: true });
  };
  return done(request);
}

const bytes_of = (value: unknown): Uint8Array | null => (value instanceof Uint8Array ? value : null);

export function open_device_store(name: string): DeviceStore {
  const database = open_database(name);
  /* "strict": the answer comes when the data is on the disk, which is what the core relies on. */
  const write = async () => (await database).transaction([single, journal], "readwrite", { durability: "strict" });

  return {
    load: async () => {
      const transaction = (await database).transaction([single, journal], "readonly");
      const key_file = done(transaction.objectStore(single).get("key_file"));
      const state = done(transaction.objectStore(single).get("state"));
      const records = done(transaction.objectStore(journal).getAll());
      return {
        key_file: bytes_of(await key_file),
        state: bytes_of(await state) ?? new Uint8Array(),
        records: (await records).flatMap((record: unknown) => bytes_of(record) ?? []),
      };
    },
    begin: async (key_file) => {
      const transaction = await write();
      transaction.objectStore(single).clear();
      transaction.objectStore(journal).clear();
      if (key_file !== null) transaction.objectStore(single).put(key_file, "key_file");
      await finished(transaction);
    },
    rewrite: async (change) => {
      const transaction = await write();
      const walk = transaction.objectStore(journal).openCursor();
      walk.onsuccess = () => {
        const cursor = walk.result;
        if (cursor === null) return;
        const record = bytes_of(cursor.value);
        const next = record === null ? "stays" : change(record);
        if (next === "goes") cursor.delete();
        else if (next !== "stays") cursor.update(next);
        cursor.continue();
      };
      await finished(transaction);
    },
    keep: async ({ state, records }) => {
      const transaction = await write();
      if (state !== null) transaction.objectStore(single).put(state, "state");
      for (const record of records) transaction.objectStore(journal).add(record);
      await finished(transaction);
    },
  };
}
