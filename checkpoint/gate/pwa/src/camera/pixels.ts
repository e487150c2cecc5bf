/**
 * The points of a picture, for the decoder. What a camera gives has its brightness in a plane of its
 * own, and that is all a code is made of; it is copied into memory that is used again for every look.
 */

import type { Picture } from "./decoder.worker";

const OPAQUE = 0xff000000;
const GREY = 0x010101;

let octets = new Uint8Array(0);
let pixels = new ImageData(1, 1);
let canvas: OffscreenCanvas | null = null;

export async function pixelsOf(picture: Picture): Promise<ImageData> {
  return isPlanar(picture) ? brightness(picture) : drawn(picture);
}

/** Formats that begin with the plane of brightness, one octet a point. */
function isPlanar(picture: Picture): picture is VideoFrame {
  return "format" in picture && /^(I4|NV12)/.test(picture.format ?? "");
}

async function brightness(frame: VideoFrame): Promise<ImageData> {
  const size = frame.allocationSize();
  if (octets.length < size) octets = new Uint8Array(size);
  const [plane] = await frame.copyTo(octets);
  const { width = 0, height = 0 } = frame.visibleRect ?? {};
  if (!plane || !width || !height) return drawn(frame);
  if (pixels.width !== width || pixels.height !== height) pixels = new ImageData(width, height);
  const points = new Uint32Array(pixels.data.buffer);
  for (let y = 0, to = 0; y < height; y += 1) {
    const from = plane.offset + y * plane.stride;
    for (let x = 0; x < width; x += 1, to += 1) {
      points[to] = OPAQUE | ((octets[from + x] ?? 0) * GREY);
    }
  }
  return pixels;
}

/** Whatever a browser gives else, by way of a canvas. */
function drawn(picture: Picture): ImageData {
  const [width, height] =
    "displayWidth" in picture
      ? [picture.displayWidth, picture.displayHeight]
      : [picture.width, picture.height];
  canvas ??= new OffscreenCanvas(width, height);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas to draw on");
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, width, height);
}
