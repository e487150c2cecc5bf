/** The camera: pictures of what is before it, as long as somebody wants them. */

import type { Picture } from "./decoder.worker";
import type { Camera as Shown, CameraState } from "../flow/state";

type Torchable = MediaTrackCapabilities & { torch?: boolean };
/** One picture, cut to the square in the middle; whoever gets it closes it. */
export type Frame = { picture: Picture; at: number };

const WANTED = { width: { ideal: 1280 }, height: { ideal: 720 } };

export class Camera {
  #stream: MediaStream | null = null;
  #attempt = 0;
  #torch = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly tell: (shown: Partial<Shown>) => void,
  ) {
    this.video.addEventListener("playing", () => this.#stream && this.tell({ state: "live" }));
  }

  /** Open the camera `id`, or the one that looks away from the guard. */
  async open(id: string): Promise<void> {
    this.close();
    const attempt = ++this.#attempt;
    if (!navigator.mediaDevices?.getUserMedia) {
      return this.tell({ state: isSecureContext ? "absent" : "insecure" });
    }
    this.tell({ state: "starting" });
    try {
      const stream = await pictures(id);
      // Closed or opened anew while the guard was being asked.
      if (attempt !== this.#attempt) return stop(stream);
      await this.#show(stream);
    } catch (error) {
      if (attempt === this.#attempt) this.tell({ state: stateAfter(error) });
    }
  }

  close(): void {
    this.#attempt++;
    if (this.#stream) stop(this.#stream);
    this.#stream = null;
    this.#torch = false;
    this.video.srcObject = null;
    this.tell({ state: "off", torch: "none" });
  }

  get isOpen(): boolean {
    return this.#stream !== null;
  }

  async turnTorch(on: boolean): Promise<void> {
    const [track] = this.#stream?.getVideoTracks() ?? [];
    if (!track) return;
    await track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
    this.#torch = on;
    this.tell({ torch: on ? "on" : "off" });
  }

  get torch(): boolean {
    return this.#torch;
  }

  /** The next picture, when the camera has one that was not seen yet. */
  nextFrame(): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const cut = (at: number) => void square(this.video, at).then(resolve, reject);
      if ("requestVideoFrameCallback" in this.video) this.video.requestVideoFrameCallback(cut);
      else requestAnimationFrame(cut);
    });
  }

  async #show(stream: MediaStream): Promise<void> {
    this.#stream = stream;
    const [track] = stream.getVideoTracks();
    // A cable is pulled, another programme takes the camera.
    track?.addEventListener(
      "ended",
      () => this.#stream === stream && this.tell({ state: "failed" }),
    );
    this.video.srcObject = stream;
    await this.video.play().catch(() => undefined);
    const torch = (track?.getCapabilities?.() as Torchable | undefined)?.torch ? "off" : "none";
    this.tell({ torch, choices: await choices() });
  }
}

async function pictures(id: string): Promise<MediaStream> {
  const chosen = id ? { deviceId: { exact: id } } : { facingMode: { ideal: "environment" } };
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { ...WANTED, ...chosen } });
  } catch (error) {
    // The remembered camera is gone: any other is better than none.
    if (!id || stateAfter(error) === "denied") throw error;
    return navigator.mediaDevices.getUserMedia({ video: WANTED });
  }
}

async function choices(): Promise<Shown["choices"]> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all
    .filter((device) => device.kind === "videoinput")
    .map((device, index) => ({ id: device.deviceId, label: device.label || `${index + 1}` }));
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function stateAfter(error: unknown): CameraState {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "absent";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "failed";
}

/** The frame on the screen is in the middle; what lies beside it is another resident's card. */
async function square(video: HTMLVideoElement, at: number): Promise<Frame> {
  const { videoWidth: width, videoHeight: height } = video;
  const side = even(Math.min(width, height));
  if (!side) throw new Error("no picture yet");
  const [x, y] = [even((width - side) / 2), even((height - side) / 2)];
  // A frame is let go at once; a bitmap stays until the browser tidies up, megabytes for each look.
  if ("VideoFrame" in globalThis) {
    const visibleRect = { x, y, width: side, height: side };
    return { picture: new VideoFrame(video, { timestamp: 0, visibleRect }), at };
  }
  return { picture: await createImageBitmap(video, x, y, side, side), at };
}

/** Colours lie on every other point: what is cut out begins and ends on one. */
function even(length: number): number {
  return Math.floor(length / 2) * 2;
}
