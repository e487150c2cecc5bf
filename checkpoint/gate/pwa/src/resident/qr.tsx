/** A QR code at level M, drawn dark on white in any theme, with its quiet zone of four modules. */

import { useMemo } from "preact/hooks";
import { encodeQR } from "qr";

/** The path of its dark modules, and how many modules it is wide with its quiet zone. */
export function qrPath(text: string): [path: string, size: number] {
  const rows = encodeQR(text, "raw", { ecc: "medium", encoding: "alphanumeric", border: 4 });
  return [pathOf(rows), rows.length];
}

export function QrPicture({ text, label }: { text: string; label: string }) {
  const [path, size] = useMemo(() => qrPath(text), [text]);
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path class="qr-paper" d={`M0 0h${size}v${size}H0z`} />
      <path class="qr-ink" d={path} />
    </svg>
  );
}

function pathOf(rows: boolean[][]): string {
  let path = "";
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x++;
      path += `M${start} ${y}h${x + 1 - start}v1H${start}z`;
    }
  });
  return path;
}
