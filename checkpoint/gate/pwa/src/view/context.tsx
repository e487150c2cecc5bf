/** What every view is given: the state, the words, and the hands that do things. */

import { createContext, type ComponentChildren } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import type { Conductor } from "../flow/conductor";
import type { Session } from "../flow/session";
import type { Roster } from "../core/roster";
import type { Settings } from "../store/database";
import type { State } from "../flow/state";
import type { Words } from "../words/types";

export type Gate = {
  state: State;
  words: Words;
  /** By the clock of this device, in milliseconds; moves on while somebody looks. */
  now: number;
  conductor: Conductor;
  session: Session;
  roster: Roster | null;
  deviceName: string;
  /** The picture of the camera, made once and shown where it belongs. */
  video: HTMLVideoElement;
  camera: { retry(): void; torch(): void; choose(id: string): void };
  setSettings(change: Partial<Settings>): void;
  /** Change over to the newer version that waits. */
  applyUpdate(): void;
  appVersion: string;
};

export const GateContext = createContext<Gate | null>(null);

export function useGate(): Gate {
  const gate = useContext(GateContext);
  if (!gate) throw new Error("a view outside of the gate");
  return gate;
}

/** Text in which `**` sets what lies between bold. */
export function Bold({ text }: { text: string }) {
  const parts = text.split("**");
  return (
    <>{parts.map((part, index) => (index % 2 ? <strong key={index}>{part}</strong> : part))}</>
  );
}

/** A button that has the focus as soon as it is there, so that Enter presses it. */
export function MainButton(props: {
  onClick: () => void;
  children: ComponentChildren;
  testId: string;
  class?: string;
}) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus({ preventScroll: true }), []);
  return (
    <button
      ref={button}
      type="button"
      class={`button main ${props.class ?? ""}`}
      data-testid={props.testId}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}

/** The button beside the main one. */
export function Second(props: { testId: string; onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      class="button second"
      data-testid={props.testId}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}

/** The time, moving on every few seconds. */
export function useNow(every: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
