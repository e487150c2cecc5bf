import type { Words } from "../words/types";

/** A name to start from: what kind of device this is, and two digits to tell two of them apart. */
export function proposedDeviceName(words: Words): string {
  const agent = navigator.userAgent;
  const platform = words.join.devicePlatform;
  const name = /iPhone/.test(agent)
    ? platform.iphone
    : /iPad|Tablet/.test(agent)
      ? platform.ipad
      : /Android/.test(agent)
        ? platform.android
        : platform.computer;
  return `${name} ${10 + Math.floor(Math.random() * 90)}`;
}
