/** As much of a `Response` as the gate view reads; it has arrived as a whole, or was cut off. */

export type Answer = { status: number; headers: Record<string, string>; body: string };

export class Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly #body: string;

  constructor({ status, headers, body }: Answer) {
    this.status = status;
    this.headers = new Headers(headers);
    this.#body = body;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  async text(): Promise<string> {
    return this.#body;
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.#body) as unknown;
  }
}
