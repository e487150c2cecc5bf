/** The icon, drawn twice from one set of figures: as SVG, and as PNG for systems that want pixels. */

import { deflateSync } from "node:zlib";

const SIZE = 64;
const JADE = [13, 92, 69];
const WHITE = [255, 255, 255];
const STROKE = 5.6;
const RING = { x: 32, y: 32, radius: 18 };
/** The gap in the ring, where the tick leaves it; in degrees, clockwise from three o'clock. */
const GAP = { from: 293, to: 341 };
const TICK = [
  [23, 32.5],
  [30.5, 40],
  [48, 20],
];

export function iconSvg() {
  const [from, to] = [at(GAP.to), at(GAP.from)];
  const ring = `M${from} A${RING.radius} ${RING.radius} 0 1 1 ${to}`;
  const tick = `M${TICK.map((point) => point.join(" ")).join(" L")}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}">` +
    `<rect width="${SIZE}" height="${SIZE}" rx="15" fill="rgb(${JADE})"/>` +
    `<g fill="none" stroke="#fff" stroke-width="${STROKE}" stroke-linecap="round" stroke-linejoin="round">` +
    `<path d="${ring}"/><path d="${tick}"/></g></svg>`
  );
}

/** A square of `pixels`; `inset` keeps that share free on each side, for icons that get cut. */
export function iconPng(pixels, inset) {
  const rows = Buffer.alloc(pixels * (1 + pixels * 3));
  const scale = SIZE / (pixels * (1 - 2 * inset));
  for (let y = 0; y < pixels; y++) {
    for (let x = 0; x < pixels; x++) {
      const px = (x + 0.5 - pixels * inset) * scale;
      const py = (y + 0.5 - pixels * inset) * scale;
      const cover = Math.min(1, Math.max(0, 0.5 - distance(px, py) / scale));
      const colour = JADE.map((part, i) => Math.round(part + (WHITE[i] - part) * cover));
      rows.set(colour, y * (1 + pixels * 3) + 1 + x * 3);
    }
  }
  return png(pixels, rows);
}

/** How far a point is from the drawn lines; negative inside of them. */
function distance(x, y) {
  const [a, b, c] = TICK;
  return Math.min(toRing(x, y), toLine(x, y, a, b), toLine(x, y, b, c)) - STROKE / 2;
}

function toRing(x, y) {
  const angle = (Math.atan2(y - RING.y, x - RING.x) * 180) / Math.PI;
  const turned = (angle + 360) % 360;
  if (turned > GAP.from && turned < GAP.to) {
    return Math.min(...[GAP.from, GAP.to].map((end) => toPoint(x, y, point(end))));
  }
  return Math.abs(Math.hypot(x - RING.x, y - RING.y) - RING.radius);
}

function toLine(x, y, [ax, ay], [bx, by]) {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
  const t = Math.min(1, Math.max(0, along));
  return toPoint(x, y, [ax + t * (bx - ax), ay + t * (by - ay)]);
}

function toPoint(x, y, [px, py]) {
  return Math.hypot(x - px, y - py);
}

function point(degrees) {
  const angle = (degrees * Math.PI) / 180;
  return [RING.x + RING.radius * Math.cos(angle), RING.y + RING.radius * Math.sin(angle)];
}

function at(degrees) {
  return point(degrees)
    .map((part) => part.toFixed(2))
    .join(" ");
}

function png(pixels, rows) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(pixels, 0);
  header.writeUInt32BE(pixels, 4);
  header.set([8, 2, 0, 0, 0], 8); // eight bits, red green blue
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name, body) {
  const whole = Buffer.concat([Buffer.from(name, "ascii"), body]);
  const frame = Buffer.alloc(whole.length + 8);
  frame.writeUInt32BE(body.length, 0);
  whole.copy(frame, 4);
  frame.writeUInt32BE(crc32(whole), whole.length + 4);
  return frame;
}

function crc32(octets) {
  let crc = 0xffffffff;
  for (const octet of octets) {
    crc ^= octet;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
