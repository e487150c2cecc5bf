/** Reads QR codes off the main thread. One picture in, one answer out. */

import { prepareZXingModule, readBarcodes, type ReadResult } from "zxing-wasm/reader";
import { pixelsOf } from "./pixels";

export type Picture = VideoFrame | ImageBitmap;
export type Asked = { id: number; picture: Picture };
export type Answered = { id: number; text: string | null; ms: number };

declare const self: DedicatedWorkerGlobalScope;
/** The name of our own copy, set by the build: the library would ask a stranger's server. */
declare const __WASM__: string;

prepareZXingModule({
  overrides: { locateFile: () => new URL(__WASM__, self.location.href).href },
  fireImmediately: true,
}).then(
  () => self.postMessage("ready"),
  () => self.postMessage("broken"),
);


self.onmessage = async ({ data: { id, picture } }: MessageEvent<Asked>) => {
  const start = performance.now();
  const text = await read(picture).catch(() => null);
  self.postMessage({ id, text, ms: performance.now() - start } satisfies Answered);
};

async function read(picture: Picture): Promise<string | null> {
  const pixels = await pixelsOf(picture).finally(() => picture.close());
  const { width, height } = pixels;
  const codes = await readBarcodes(pixels, {
    formats: ["QRCode"],
    tryHarder: true,
    textMode: "Plain",
    maxNumberOfSymbols: 2,
  });
  return nearest(codes, width, height)?.text ?? null;
}

/** Of several codes in the picture, the one that is held in the middle. */
function nearest(codes: ReadResult[], width: number, height: number): ReadResult | undefined {
  const distance = ({ position }: ReadResult) => {
    const { topLeft, bottomRight } = position;
    const x = (topLeft.x + bottomRight.x - width) / 2;
    const y = (topLeft.y + bottomRight.y - height) / 2;
    return Math.hypot(x, y);
  };
  return codes.filter((code) => code.isValid).sort((a, b) => distance(a) - distance(b))[0];
}
