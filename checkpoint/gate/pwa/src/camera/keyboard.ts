/**
 * A scanner that types, told apart from a hand by its speed. Fast keys that end with Enter are a scan;
 * a few keys without one are a hand's.
 */

/** No hand is that fast from key to key for long. */
const QUIET_MS = 80;
/** What is a scanner's beyond doubt may stumble, over Bluetooth or on a busy machine. */
const STUMBLE_MS = 600;
/** Three digits and Enter is a temperature that was typed in a hurry. */
const SHORTEST = 4;
const LONGEST = 8_192;

/** The pure half: keys with their times in, scans and a hand's keys out. */
export class KeyBurst {
  #keys: string[] = [];
  #lastAt = -Infinity;

  /** Take one key; answers with the text when it ends a scan, and with what turned out to be a hand's. */
  hit(key: string, at: number): { scan: string | null; hand: string[] } {
    const before = at - this.#lastAt > this.patience ? this.flush() : [];
    this.#lastAt = at;
    if (key === "Enter") {
      const scan = this.#keys.join("");
      if (this.#keys.length >= SHORTEST) return { scan: this.#clear(scan), hand: before };
      return { scan: null, hand: [...before, ...this.flush(), key] };
    }
    if (this.#keys.length < LONGEST) this.#keys.push(key);
    return { scan: null, hand: before };
  }

  /** What a hand typed, if nothing came after it for a while. */
  quiet(at: number): string[] {
    return at - this.#lastAt >= this.patience ? this.flush() : [];
  }

  /** End the burst. A long one without Enter is half a scan, and nobody's. */
  flush(): string[] {
    const keys = this.#keys;
    this.#keys = [];
    return keys.length < SHORTEST ? keys : [];
  }

  /** How long a pause may be before it ends the burst. A hand has no use for letters here. */
  get patience(): number {
    const [first = ""] = this.#keys;
    const isHand = this.#keys.length < SHORTEST && /^[0-9.]?$/.test(first);
    return isHand ? QUIET_MS : STUMBLE_MS;
  }

  #clear(scan: string): string {
    this.#keys = [];
    return scan;
  }
}

/** Listen to the whole page. `onKey` gets what a hand typed outside of fields. */
export function listenToKeys(onScan: (text: string) => void, onKey: (key: string) => void): void {
  const burst = new KeyBurst();
  const hit = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target instanceof HTMLInputElement) return;
    if (event.key.length > 1 && event.key !== "Enter") return onKey(event.key);
    const { scan, hand } = burst.hit(event.key, event.timeStamp);
    for (const key of hand) onKey(key);
    if (scan !== null) {
      // Else the Enter of the scanner would press whichever button has the focus.
      event.preventDefault();
      event.stopPropagation();
      return onScan(scan);
    }
    setTimeout(() => burst.quiet(performance.now()).forEach(onKey), burst.patience + 5);
  };
  addEventListener("keydown", hit, { capture: true });
}
