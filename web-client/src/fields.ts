/* Reads an object of unknown shape field by field; anything but what is asked for throws. */
export class Fields {
  readonly #name: string;
  readonly #values: Record<string, unknown>;

  constructor(name: string, value: unknown) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`${name}: not an object`);
    this.#name = name;
    this.#values = value as Record<string, unknown>;
  }

  #fail(key: string): never {
    throw new Error(`${this.#name}: ${key}`);
  }

  text(key: string): string {
    const value = this.#values[key];
    return typeof value === "string" ? value : this.#fail(key);
  }

  /** A text of a given shape. */
  shaped(key: string, shape: RegExp): string {
    const value = this.text(key);
    return shape.test(value) ? value : this.#fail(key);
  }

  inner(key: string): Fields {
    return new Fields(`${this.#name}.${key}`, this.#values[key]);
  }

  /** What may be left out: then nothing is read. */
  maybe<T>(key: string, read: () => T): T | null {
    return key in this.#values ? read() : null;
  }

  number(key: string): number {
    const value = this.#values[key];
    return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : this.#fail(key);
  }

  flag(key: string): boolean {
    const value = this.#values[key];
    return typeof value === "boolean" ? value : this.#fail(key);
  }

  word<const T extends string>(key: string, words: readonly T[]): T {
    const value = this.#values[key];
    return words.find((word) => word === value) ?? this.#fail(key);
  }

  list<T>(key: string, read: (fields: Fields) => T): T[] {
    const value = this.#values[key];
    if (!Array.isArray(value)) this.#fail(key);
    return (value as unknown[]).map((item) => read(new Fields(`${this.#name}.${key}`, item)));
  }
}
