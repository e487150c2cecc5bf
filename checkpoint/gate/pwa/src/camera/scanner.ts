/** Camera and decoder together: a text, once for each time that a code is held before the camera. */

import type { Answered, Asked, Picture } from "./decoder.worker";
import type { Camera } from "./camera";

/**
 * Twelve looks a second are as quick as a hand. More of them heat the phone through a whole shift, and
 * each leaves megabytes of pixels for the browser to clear away.
 */
const LOOK_EVERY_MS = 80;
/** A code that was away for so long is shown anew. */
export const GONE_AFTER_MS = 1_200;

/** Remembers the code that is in view, so that a card which is left there is read once. */
export class Sight {
  #text: string | null = null;
  #seenAt = -Infinity;

  /** Whether `text`, seen at `now` (ms), is a new showing. */
  isNew(text: string, now: number): boolean {
    const still = text === this.#text && now - this.#seenAt < GONE_AFTER_MS;
    this.#text = text;
    this.#seenAt = now;
    return !still;
  }
}

/**
 * A text, and when (ms since the page began) the frame was taken, cut out, and read; of the reading,
 * the decoder's own share.
 */
export type Seen = {
  text: string;
  frameAt: number;
  cutAt: number;
  readAt: number;
  decodeMs: number;
};

export class Scanner {
  #worker: Worker | null = null;
  #wanted = false;
  #looping = false;
  #count = 0;
  readonly #sight = new Sight();

  /** `isListening`: whether somebody waits for a code now; else it is only kept in sight. */
  constructor(
    private readonly camera: Camera,
    private readonly workerUrl: string,
    private readonly isListening: () => boolean,
    private readonly onSeen: (seen: Seen) => void,
    private readonly onBroken: () => void,
  ) {}

  /** Load the decoder early: the first card should not wait for it. */
  warm(): void {
    if (this.#worker) return;
    this.#worker = new Worker(this.workerUrl, { name: "decoder" });
    this.#worker.addEventListener("message", ({ data }) => data === "broken" && this.onBroken());
    this.#worker.addEventListener("error", () => this.onBroken());
  }

  start(): void {
    this.warm();
    this.#wanted = true;
    if (!this.#looping) void this.#loop();
  }

  stop(): void {
    this.#wanted = false;
  }

  async #loop(): Promise<void> {
    this.#looping = true;
    while (this.#wanted && this.camera.isOpen) {
      const next = performance.now() + LOOK_EVERY_MS;
      await this.#look().catch(() => pause(100));
      await pause(Math.max(0, next - performance.now()));
    }
    this.#looping = false;
  }

  async #look(): Promise<void> {
    const { picture, at } = await this.camera.nextFrame();
    const cutAt = performance.now();
    const { text, ms } = await this.#decode(picture);
    if (text === null) return;
    const readAt = performance.now();
    // Nobody waits: the card is remembered, so that it is not read again as soon as somebody does.
    const fresh = this.#sight.isNew(text, at);
    if (fresh && this.isListening())
      this.onSeen({ text, frameAt: at, cutAt, readAt, decodeMs: ms });
  }

  #decode(picture: Picture): Promise<Answered> {
    const id = ++this.#count;
    return new Promise((resolve) => {
      const listen = ({ data }: MessageEvent<Answered | string>) => {
        if (typeof data === "string" || data.id !== id) return;
        this.#worker?.removeEventListener("message", listen);
        resolve(data);
      };
      this.#worker?.addEventListener("message", listen);
      this.#worker?.postMessage({ id, picture } satisfies Asked, [picture]);
    });
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
