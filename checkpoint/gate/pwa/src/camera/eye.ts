/** The camera's life: open while somebody may look through it for a code, closed otherwise. */

import type { Stage } from "../flow/stage";
import type { Camera as Shown } from "../flow/state";
import { Camera } from "./camera";
import { Scanner, type Seen } from "./scanner";

export class Eye {
  /** The picture; made once, and shown where it belongs. */
  readonly video = document.createElement("video");
  readonly #camera: Camera;
  readonly #scanner: Scanner;

  constructor(
    private readonly stage: Stage,
    decoder: string,
    onSeen: (seen: Seen) => void,
  ) {
    this.video.muted = true;
    this.video.playsInline = true;
    this.#camera = new Camera(this.video, (shown) => this.#show(shown));
    this.#scanner = new Scanner(
      this.#camera,
      decoder,
      () => stage.state.screen.name === "scan" || this.#looksForGate,
      onSeen,
      () => this.#show({ state: "failed" }),
    );
  }

  /** Open and close by itself from now on. */
  follow(): void {
    document.addEventListener("visibilitychange", () => this.#fit());
    let wanted = false;
    this.stage.subscribe(() => {
      if (wanted === this.#isWanted) return;
      wanted = this.#isWanted;
      this.#fit();
    });
  }

  async open(): Promise<void> {
    await this.#camera.open(this.stage.state.settings.cameraId);
    this.#scanner.start();
  }

  turnTorch(): void {
    void this.#camera.turnTorch(!this.#camera.torch).catch(() => undefined);
  }

  get #isWanted(): boolean {
    const { credential, known } = this.stage.state;
    return (credential !== null && known) || this.#looksForGate;
  }

  /** A phone that looks for the code to join by. */
  get #looksForGate(): boolean {
    const { screen } = this.stage.state;
    return screen.name === "join" && screen.looking;
  }

  #fit(): void {
    if (this.#isWanted && !document.hidden) void this.open();
    else this.#camera.close();
  }

  #show(shown: Partial<Shown>): void {
    this.stage.set({ camera: { ...this.stage.state.camera, ...shown } });
  }
}
