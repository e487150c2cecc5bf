/** The invitation as a picture, to be kept among the photographs: code and words, dark on white. */

import { formatNumber } from "../core/number";
import { qrPath } from "../resident/qr";
import type { Invitation } from "./office";
import { tell } from "./telling";
import type { Words } from "./words";

const [WIDTH, MARGIN, CODE] = [1080, 72, 840];
const FONT = '-apple-system, "Segoe UI", Roboto, "PingFang SC", "Noto Sans CJK SC", sans-serif';
const [INK, MUTED, JADE] = ["#121a16", "#5a655f", "#0d5c45"];

/** A PNG, about 1080 pixels wide. */
export function pictureOf(invitation: Invitation, words: Words): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  const told = tell(invitation, words);
  canvas.width = WIDTH;
  canvas.height = 2 * MARGIN + 150 + CODE + 90 + told.lines.length * 112 + 60;
  const pen = canvas.getContext("2d");
  if (!pen) return Promise.resolve(null);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  let y = MARGIN + 56;
  write(pen, invitation.compound, y, 56, JADE, 700);
  write(pen, told.headline, (y += 72), 44, INK, 600);
  drawCode(pen, invitation.token, (y += 30));
  if (invitation.number !== null) write(pen, formatNumber(invitation.number), (y += CODE + 36), 40, MUTED);
  y += 50;
  for (const { label, text } of told.lines) {
    write(pen, label, (y += 40), 30, MUTED, 400, "left");
    write(pen, text, (y += 50), 42, INK, 600, "left");
    y += 22;
  }
  write(pen, words.bring[2] ?? "", canvas.height - MARGIN + 20, 28, MUTED, 400, "left");
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function drawCode(pen: CanvasRenderingContext2D, token: string, top: number): void {
  const [path, size] = qrPath(token);
  const scale = Math.floor(CODE / size);
  pen.save();
  pen.translate((WIDTH - scale * size) / 2, top);
  pen.scale(scale, scale);
  pen.fillStyle = "#000";
  pen.fill(new Path2D(path));
  pen.restore();
}

function write(
  pen: CanvasRenderingContext2D,
  text: string,
  y: number,
  size: number,
  colour: string,
  weight = 400,
  align: "left" | "center" = "center",
): void {
  pen.font = `${weight} ${size}px ${FONT}`;
  pen.fillStyle = colour;
  pen.textAlign = align;
  pen.fillText(text, align === "left" ? MARGIN : WIDTH / 2, y, WIDTH - 2 * MARGIN);
}
