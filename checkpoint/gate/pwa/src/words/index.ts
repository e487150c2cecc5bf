import type { Reason } from "../core/types";
import { en } from "./en";
import type { Told, Words } from "./types";
import { toVisitor as inEnglish } from "./visitors.en";
import { toVisitor as inChinese } from "./visitors.zh";
import { zh } from "./zh";

/** Every word of the gate view, in the language that the guard chose. */
export function wordsOf(language: "zh" | "en"): Words {
  return language === "zh" ? zh : en;
}

/** What a verdict says; some of them say it in other words to a visitor. */
export function toldOf(words: Words, reason: Reason, toVisitor: boolean): Told {
  const visitors = words.code === "zh" ? inChinese : inEnglish;
  return (toVisitor ? visitors[reason] : undefined) ?? words.reasons[reason];
}
