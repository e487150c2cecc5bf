import { en } from "./en";
import type { Words } from "./types";
import { zh } from "./zh";

/** Every word of the gate view, in the language that the guard chose. */
export function wordsOf(language: "zh" | "en"): Words {
  return language === "zh" ? zh : en;
}
