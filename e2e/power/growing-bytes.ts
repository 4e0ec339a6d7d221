/** One change to a file: bytes at a place, or another length. */
export type Edit =
  | { readonly offset: number; readonly bytes: Uint8Array }
  | { readonly length: number };

/** The bytes of a file while they are written: grows without copying everything for each write. */
export class GrowingBytes {
  #room = new Uint8Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  static from(bytes: Uint8Array): GrowingBytes {
    const made = new GrowingBytes();
    made.write(0, bytes);
    return made;
  }

  perform(edit: Edit): void {
    if ('length' in edit) this.setLength(edit.length);
    else this.write(edit.offset, edit.bytes);
  }

  write(offset: number, bytes: Uint8Array): void {
    const end = Math.max(this.#length, offset + bytes.length);
    this.#reserve(end);
    this.#room.set(bytes, offset);
    this.#length = end;
  }

  /** Made longer, it is filled with zeros, as a disk does it. */
  setLength(length: number): void {
    this.#reserve(length);
    if (length < this.#length) this.#room.fill(0, length, this.#length);
    this.#length = length;
  }

  copy(): Uint8Array {
    return this.#room.slice(0, this.#length);
  }

  #reserve(length: number): void {
    if (length <= this.#room.length) return;
    const room = new Uint8Array(Math.max(length, 2 * this.#room.length));
    room.set(this.#room);
    this.#room = room;
  }
}
