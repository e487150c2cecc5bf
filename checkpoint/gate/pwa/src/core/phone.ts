/**
 * Telephone numbers and names of visitors, in the one form in which they are compared, and the hashes
 * by which the deny list knows them. Twin of `checkpoint/gate/phones.py`; `tests/vectors/plate.json`
 * holds both.
 */

import { sha256 } from "@noble/hashes/sha2.js";

export type PhoneReason = "phone.empty" | "phone.length" | "phone.area_code" | "phone.malformed";
export type PhoneRead = { phone: string } | { reason: PhoneReason };
export type DenialKind = "phone" | "plate" | "name";

const MOST_TYPED = 60;
const HASH_LENGTH = 16;
const BETWEEN =
  /[\s\u001c-\u001f\u0085().\u00b7\u200b-\u200f\u2010-\u2015\u2212\ufeff/_-]/g;
const MOBILE = /^1[3-9][0-9]{9}$/;
const LANDLINE = /^(?:0(?:10|2[0-9])[0-9]{8}|0[3-9][0-9]{2}[0-9]{7,8})$/;
const SERVICE = /^[48]00[0-9]{7}$/;
const ABROAD = /^[+][1-9][0-9]{6,14}$/;
const BETWEEN_NAMES =
  /[\s\u001c-\u001f\u0085.\u00b7\u2022\u2027\u2219\u22c5\u30fb\u200b-\u200f\ufeff'\u2019\u2010-\u2015-]/g;

/** The digits alone, of another country with `+` and its code; or what is wrong with the text. */
export function readPhone(text: string): PhoneRead {
  let plain = [...text].slice(0, MOST_TYPED).join("").normalize("NFKC").replace(BETWEEN, "");
  if (!plain) return { reason: "phone.empty" };
  if (!/^[+]?[0-9]+$/.test(plain)) return { reason: "phone.malformed" };
  if (plain.startsWith("00")) plain = `+${plain.slice(2)}`;
  const here = withoutCountry(plain);
  if (here === null) {
    return ABROAD.test(plain) ? { phone: plain } : { reason: "phone.malformed" };
  }
  if ([MOBILE, LANDLINE, SERVICE].some((form) => form.test(here))) return { phone: here };
  return { reason: whatIsWrong(here) };
}

/** A name for comparing: full width folded, no spaces, dots or dashes, small letters; "" for none. */
export function normalisedName(text: string): string {
  return text.normalize("NFKC").replace(BETWEEN_NAMES, "").toUpperCase().toLowerCase();
}

/** What the deny list of a device holds of a normalised value; "" for no value. */
export function hashOf(salt: string, kind: DenialKind, value: string): string {
  if (!value) return "";
  const octets = sha256(new TextEncoder().encode(`${salt}:${kind}:${value}`));
  const hex = Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
  return hex.slice(0, HASH_LENGTH);
}

/** The number without the code of this country, or null where it is another's. */
function withoutCountry(plain: string): string | null {
  if (!plain.startsWith("+")) {
    return plain.startsWith("86") && MOBILE.test(plain.slice(2)) ? plain.slice(2) : plain;
  }
  if (!plain.startsWith("+86")) return null;
  const here = plain.slice(3);
  return MOBILE.test(here) || SERVICE.test(here) || here.startsWith("0") ? here : `0${here}`;
}

function whatIsWrong(here: string): PhoneReason {
  if (here.startsWith("1")) return "phone.length";
  const isShort = here.length === 7 || here.length === 8;
  return isShort && !here.startsWith("0") ? "phone.area_code" : "phone.malformed";
}
