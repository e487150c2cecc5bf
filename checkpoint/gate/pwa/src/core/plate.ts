/**
 * The number plates of vehicles: read as people type them, and what kind each is. Twin of
 * `checkpoint/gate/plates.py`; `tests/vectors/plate.json` holds both.
 */

export type PlateReason =
  "plate.empty" | "plate.province" | "plate.letter" | "plate.length" | "plate.malformed";
export type PlateRead = { plate: string } | { reason: PlateReason };
export type PlateKind =
  | "ordinary"
  | "new_energy"
  | "police"
  | "trailer"
  | "learner"
  | "border"
  | "embassy"
  | "armed_police"
  | "military"
  | "rescue"
  | "temporary"
  | "other";

export const PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
/** Longer than any plate with all its dots and spaces. */
const MOST_TYPED = 40;
const BETWEEN =
  /[\s\u001c-\u001f\u0085\u00b7\u2022\u2027\u2219\u22c5\u30fb.\u3002,\u200b-\u200f\ufeff_\-\u2010-\u2015\u2212]/g;
const SIGN = "[A-HJ-NP-Z0-9]";
const START = `[${PROVINCES}][A-HJ-NP-Z]`;
/** The first that fits says what it is. */
const FORMS: readonly (readonly [PlateKind, RegExp])[] = (
  [
    ["ordinary", `${START}${SIGN}{5}`],
    ["new_energy", `${START}(?:[A-HJK]${SIGN}[0-9]{4}|[0-9]{5}[A-HJK])`],
    ["police", `${START}${SIGN}{4}警`],
    ["trailer", `${START}${SIGN}{4}挂`],
    ["learner", `${START}${SIGN}{4}学`],
    ["border", `粤Z${SIGN}{4}[港澳]`],
    ["embassy", `[0-9]{6}使|使[0-9]{6}|${START}[0-9]{4}领|[0-9]{6}领`],
    ["armed_police", `WJ[${PROVINCES}]?[0-9]{4}[0-9TDSHBXJ]|WJ[0-9]{7}`],
    ["military", "[VZHKEBSLNGCJ][A-HJ-NP-Z][0-9]{5}"],
    ["rescue", `[${PROVINCES}][XS][0-9]{4}应急|应急[${PROVINCES}][0-9]{3}[XS]`],
    ["temporary", `${START}${SIGN}{4,6}临|临${START}${SIGN}{4,6}`],
  ] as const
).map(([kind, form]) => [kind, new RegExp(`^(?:${form})$`)]);
const OTHER = /^(?=[A-Z]*[0-9])[A-Z0-9]{2,10}$/;

/**
 * The plate in capitals without anything between its parts, or what is wrong with it. One of letters
 * and digits alone may be of another country: it is taken, in doubt.
 */
export function readPlate(text: string): PlateRead {
  const plain = [...text].slice(0, MOST_TYPED).join("").normalize("NFKC");
  const plate = plain.replace(BETWEEN, "").toUpperCase();
  if (!plate) return { reason: "plate.empty" };
  if (plateKind(plate) === "other" && !OTHER.test(plate)) return { reason: whatIsWrong(plate) };
  return { plate };
}

/** What kind a normalised plate is. */
export function plateKind(plate: string): PlateKind {
  return FORMS.find(([, form]) => form.test(plate))?.[0] ?? "other";
}

/** Whether it has no form that is known here: another country's, or half a plate. */
export function isInDoubt(plate: string): boolean {
  return plateKind(plate) === "other";
}

function whatIsWrong(plate: string): PlateReason {
  if (!PROVINCES.includes(plate.charAt(0))) {
    return /^[\u4e00-\u9fff]/.test(plate) ? "plate.province" : "plate.malformed";
  }
  if (!/^[A-Z]$/.test(plate.charAt(1))) return "plate.province";
  const rest = plate.slice(1);
  if (/^[A-Z0-9]+$/.test(rest) && /[IO]/.test(rest)) return "plate.letter";
  return rest.length === 6 || rest.length === 7 ? "plate.malformed" : "plate.length";
}

/** A plate as it is painted: `冀A·12345`. */
export function paintedPlate(plate: string): string {
  return PROVINCES.includes(plate.charAt(0)) && plate.length > 2
    ? `${plate.slice(0, 2)}·${plate.slice(2)}`
    : plate;
}
