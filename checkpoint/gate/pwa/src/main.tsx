/** Everything is put together here, and nowhere else. */

import { render } from "preact";
import { Camera } from "./camera/camera";
import { listenToKeys } from "./camera/keyboard";
import { Scanner } from "./camera/scanner";
import { chooseVerify } from "./core/ed25519";
import { Conductor, type Feedback } from "./flow/conductor";
import { Memory } from "./flow/memory";
import { Session } from "./flow/session";
import { proposedDeviceName } from "./senses/device";
import { Senses } from "./senses/feedback";
import { stayAwake } from "./senses/awake";
import { announceVerdict } from "./senses/measure";
import { keepFresh } from "./senses/update";
import { keep, kept, openDatabase, type Settings } from "./store/database";
import { Office } from "./sync/office";
import { App } from "./view/app";
import { GateContext, useNow, type Gate } from "./view/context";
import { shownReason } from "./view/verdict";
import { tellingOf } from "./words/tell";
import { wordsOf } from "./words/index";
import { useEffect, useState } from "preact/hooks";

declare const __VERSION__: string;
declare const __WORKER__: string;

const now = () => Date.now();

async function start(): Promise<void> {
  const database = await openDatabase();
  const memory = await Memory.load(database);
  const verify = await chooseVerify(globalThis.crypto?.subtle);
  const office = new Office();
  const senses = new Senses();
  const feedback: Feedback = {
    verdict(passage) {
      senses.give(passage.verdict.outcome);
      announceVerdict(passage);
      if (!conductor.state.settings.voice || !memory.roster) return;
      const words = wordsOf(conductor.state.settings.language);
      const { compound, rules } = memory.roster;
      const telling = tellingOf(passage, words, compound.time_zone, rules.longest_outing_minutes);
      senses.speak(words.reasons[shownReason(passage)].title(telling), words.html);
    },
    recorded: () => senses.give("recorded"),
    key: () => senses.give("key"),
    wrong: () => senses.give("wrong"),
  };
  const deliver = () => session.deliver();
  const conductor = new Conductor({ memory, office, verify, feedback, now, deliver });
  const session: Session = new Session(memory, office, () => conductor, now, __VERSION__);

  const settings = { ...firstSettings(), ...(await kept(database, "settings")) };
  conductor.set({ settings, persistent: await persisted() });
  office.language = settings.language;
  const setSettings = (change: Partial<Settings>) => {
    const changed = { ...conductor.state.settings, ...change };
    conductor.set({ settings: changed });
    office.language = changed.language;
    void keep(database, "settings", changed);
  };

  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  const camera = new Camera(video, (shown) =>
    conductor.set({ camera: { ...conductor.state.camera, ...shown } }),
  );
  const scanner = new Scanner(
    camera,
    new URL(__WORKER__, location.href).href,
    () => conductor.state.screen.name === "scan",
    (seen) => {
      announceVerdict.saw(seen);
      void conductor.scanned(seen.text);
    },
    () => conductor.set({ camera: { ...conductor.state.camera, state: "failed" } }),
  );
  const openCamera = async () => {
    if (document.hidden || !conductor.state.credential) return;
    await camera.open(conductor.state.settings.cameraId);
    scanner.start();
  };
  let hadCredential = false;
  conductor.subscribe(() => {
    const has = conductor.state.credential !== null;
    if (has === hadCredential) return;
    hadCredential = has;
    if (has) void openCamera();
    else camera.close();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) camera.close();
    else if (conductor.state.credential) {
      void openCamera();
      session.deliver();
    }
  });
  addEventListener("online", () => session.deliver());
  addEventListener("offline", () =>
    conductor.set({ line: { ...conductor.state.line, reachable: false } }),
  );
  addEventListener("pointerdown", () => senses.wake(), { capture: true });
  addEventListener("keydown", () => senses.wake(), { capture: true });
  listenToKeys(
    (text) => void conductor.scanned(text, true),
    // Enter belongs to the button that has the focus, where one has it.
    (key) => (key !== "Enter" || document.activeElement === document.body) && conductor.key(key),
  );
  const applyUpdate = keepFresh(conductor);
  stayAwake(conductor);

  const parts: Omit<Gate, "state" | "words" | "now" | "roster"> = {
    conductor,
    session,
    video,
    deviceName: settings.deviceName || proposedDeviceName(wordsOf(settings.language)),
    camera: {
      retry: () => void openCamera(),
      torch: () => void camera.turnTorch(!camera.torch).catch(() => undefined),
      choose: (id) => {
        setSettings({ cameraId: id });
        void openCamera();
      },
    },
    setSettings,
    applyUpdate,
    appVersion: __VERSION__,
  };
  const root = document.getElementById("app");
  if (root) render(<Root parts={parts} memory={memory} />, root);
  await session.start();
}

function Root({ parts, memory }: { parts: Omit<Gate, "state" | "words" | "now" | "roster">; memory: Memory }) {
  const [state, setState] = useState(parts.conductor.state);
  const moving = useNow(5_000);
  useEffect(() => parts.conductor.subscribe(() => setState(parts.conductor.state)), []);
  const gate: Gate = {
    ...parts,
    state,
    words: wordsOf(state.settings.language),
    now: Math.max(moving, state.line.heardAt ?? 0),
    roster: memory.roster,
  };
  return (
    <GateContext.Provider value={gate}>
      <App />
    </GateContext.Provider>
  );
}

function firstSettings(): Settings {
  const language = navigator.language.startsWith("zh") ? "zh" : "en";
  return { language, voice: true, cameraId: "", deviceName: "" };
}

/** Ask the browser to keep what is not sent yet even when space runs low. */
async function persisted(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}

start().catch(() => {
  // No storage, no record: better no gate view than one that forgets.
  const root = document.getElementById("app");
  if (root) root.textContent = wordsOf(firstSettings().language).enrol.problems.storage;
});
