/** The camera, and what just happened. Everything starts and ends here. */

import { useEffect, useRef } from "preact/hooks";
import { formatTenths } from "../core/reading";
import { useGate } from "./context";
import { Holds } from "./holds";
import { RecentList } from "./recent";
import { Icon, VerdictShape } from "./shapes";

export function Scan({ active }: { active: boolean }) {
  const { words } = useGate();
  return (
    <section class="scan" data-testid="scan" inert={!active} aria-label={words.scan.title}>
      <h1 class="hidden">{words.scan.title}</h1>
      <Finder />
      <aside class="rail">
        <Holds />
        <RecentList />
        <Actions />
      </aside>
    </section>
  );
}

function Finder() {
  const { video, state, words } = useGate();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.prepend(video), [video]);
  const live = state.camera.state === "live";
  return (
    <div class={`finder camera-${state.camera.state}`} ref={place} data-camera={state.camera.state}>
      {live && (
        <div class="aim">
          <span class="corners" aria-hidden="true">
            <i /> <i /> <i /> <i />
          </span>
          <p>{words.scan.hint}</p>
        </div>
      )}
      {!live && <NoCamera />}
      <DoneNote />
    </div>
  );
}

function NoCamera() {
  const { state, words, camera } = useGate();
  const { state: what } = state.camera;
  if (what === "starting" || what === "live") {
    return <p class="camera-word">{words.camera.starting}</p>;
  }
  const { title, body } = words.camera[what];
  return (
    <div class="no-camera" data-testid="no-camera" role={what === "off" ? undefined : "alert"}>
      <Icon name="camera" />
      <h2>{title}</h2>
      <p>{body}</p>
      {what !== "insecure" && (
        <button
          type="button"
          class="button on-dark"
          data-testid="camera-retry"
          onClick={camera.retry}
        >
          {words.camera.retry}
        </button>
      )}
    </div>
  );
}

/** What was just recorded, for a moment, over the camera: nothing to close. */
export function DoneNote() {
  const { state, words } = useGate();
  const { done } = state;
  if (!done) return null;
  const passed = done.override || done.outcome !== "refuse";
  const title = done.undone
    ? words.undo.done
    : !passed
      ? words.scan.noted
      : done.override
        ? words.scan.released
        : words.scan.done;
  const door = done.door && words.door.short(done.door.building, done.door.unit, done.door.room);
  const went = done.visitor ? words.visits.went : words.went;
  const what = [
    door,
    passed ? went[done.direction] : words.scan.refused,
    done.reading === null ? null : formatTenths(done.reading),
  ];
  return (
    <p
      class={`done done-${passed && !done.undone ? "admit" : "refuse"}`}
      data-testid="done"
      data-undone={done.undone}
      key={done.id}
    >
      {done.undone ? <Icon name="undo" /> : <VerdictShape outcome={passed ? "admit" : "refuse"} />}
      <b>{title}</b>
      <span>{what.filter(Boolean).join(" · ")}</span>
    </p>
  );
}

function Actions() {
  const { state, words, conductor, camera } = useGate();
  const { torch } = state.camera;
  return (
    <div class="scan-actions">
      {torch !== "none" && (
        <button
          type="button"
          class="button on-dark"
          data-testid="torch"
          aria-pressed={torch === "on"}
          onClick={camera.torch}
        >
          <Icon name="torch" />
          {torch === "on" ? words.scan.torchOn : words.scan.torch}
        </button>
      )}
      <button
        type="button"
        class="button on-dark"
        data-testid="lookup"
        onClick={() => conductor.show({ name: "lookup", problem: null })}
      >
        <Icon name="lookup" />
        {words.scan.lookup}
      </button>
      <button
        type="button"
        class="button on-dark"
        data-testid="visitor"
        onClick={() => conductor.visiting.start()}
      >
        <Icon name="visitor" />
        {words.visits.open}
      </button>
      <EmergencyButton class="on-dark" />
    </div>
  );
}

/** One press, on every screen where somebody stands at the gate. */
export function EmergencyButton(props: { class?: string }) {
  const { words, conductor } = useGate();
  return (
    <button
      type="button"
      class={`button emergency ${props.class ?? ""}`}
      data-testid="emergency"
      onClick={() => void conductor.emergency()}
    >
      <Icon name="emergency" />
      {words.scan.emergency}
    </button>
  );
}
