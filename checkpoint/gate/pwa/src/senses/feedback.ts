/** What the guard hears and feels, with eyes on the queue: each verdict has its own. */

import type { Outcome } from "../core/types";

/** Tones as `[pitch in Hz, start in s, length in s]`. */
type Tone = readonly [number, number, number];
type Signal = Outcome | "recorded" | "key" | "wrong" | "ready";

const TONES: Record<Signal, { wave: OscillatorType; loud: number; tones: readonly Tone[] }> = {
  // Up and bright; down and rough; three of the same; each known after one day at the gate.
  admit: {
    wave: "sine",
    loud: 0.35,
    tones: [
      [784, 0, 0.12],
      [1175, 0.13, 0.22],
    ],
  },
  refuse: {
    wave: "sawtooth",
    loud: 0.22,
    tones: [
      [208, 0, 0.24],
      [156, 0.28, 0.42],
    ],
  },
  ask: {
    wave: "triangle",
    loud: 0.35,
    tones: [
      [587, 0, 0.1],
      [587, 0.18, 0.1],
      [587, 0.36, 0.1],
    ],
  },
  recorded: { wave: "sine", loud: 0.25, tones: [[1568, 0, 0.07]] },
  key: { wave: "sine", loud: 0.05, tones: [[880, 0, 0.02]] },
  wrong: { wave: "square", loud: 0.1, tones: [[180, 0, 0.12]] },
  ready: {
    wave: "sine",
    loud: 0.3,
    tones: [
      [988, 0, 0.12],
      [1319, 0.16, 0.12],
      [988, 0.32, 0.2],
    ],
  },
};
const BUZZ: Record<Signal, number | number[]> = {
  admit: 80,
  refuse: [220, 90, 220, 90, 320],
  ask: [90, 80, 90, 80, 90],
  recorded: 35,
  key: 12,
  wrong: [60, 50, 60],
  ready: [60, 60, 60, 60, 120],
};

export class Senses {
  #audio: AudioContext | null = null;

  /** Browsers let a page sound only after somebody touched it. */
  wake(): void {
    try {
      this.#audio ??= new AudioContext();
      if (this.#audio.state === "suspended") void this.#audio.resume();
    } catch {
      this.#audio = null; // no sound card: sight and touch must do
    }
  }

  give(signal: Signal): void {
    navigator.vibrate?.(BUZZ[signal]);
    const audio = this.#audio;
    if (!audio || audio.state !== "running") return;
    const { wave, loud, tones } = TONES[signal];
    for (const tone of tones) sound(audio, wave, loud, tone);
  }

  /** Say a few words; whatever was being said before is cut off. */
  speak(text: string, language: string): void {
    if (!("speechSynthesis" in globalThis)) return;
    speechSynthesis.cancel();
    const saying = new SpeechSynthesisUtterance(text);
    saying.lang = language;
    saying.rate = 1.1;
    speechSynthesis.speak(saying);
  }
}

function sound(audio: AudioContext, wave: OscillatorType, loud: number, tone: Tone): void {
  const [pitch, start, length] = tone;
  const from = audio.currentTime + start;
  const source = audio.createOscillator();
  const volume = audio.createGain();
  source.type = wave;
  source.frequency.value = pitch;
  volume.gain.setValueAtTime(loud, from);
  volume.gain.exponentialRampToValueAtTime(0.001, from + length);
  source.connect(volume).connect(audio.destination);
  source.start(from);
  source.stop(from + length);
}
