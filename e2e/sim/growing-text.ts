/** What can be read of it without reading again what is known already. */
export type ReadableText = Pick<GrowingText, 'text' | 'generation' | 'pieces'>;

/**
 * A text that grows at its end. Joined at every look it would be copied as often as something is
 * added: whoever reads it after every event reads its new pieces.
 */
export class GrowingText {
  #pieces: string[];
  #joined: string | null;
  #bytes: Uint8Array | null = null;
  /** Raised when it was cut or replaced: what was read of it may not be its front any more. */
  generation = 0;

  constructor(text = '') {
    this.#pieces = [text];
    this.#joined = text;
  }

  get pieces(): readonly string[] {
    return this.#pieces;
  }

  get text(): string {
    return (this.#joined ??= this.#pieces.join(''));
  }

  /** As it lies on the disk, in UTF-8. */
  get bytes(): Uint8Array {
    return (this.#bytes ??= new TextEncoder().encode(this.text));
  }

  append(text: string): void {
    this.#pieces.push(text);
    this.#joined = null;
    this.#bytes = null;
  }

  replace(text: string): void {
    this.generation += 1;
    this.#pieces = [text];
    this.#joined = text;
    this.#bytes = null;
  }
}
