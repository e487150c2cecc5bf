/** Everything is put together here, and nowhere else. */

import { render } from "preact";
import { Eye } from "./camera/eye";
import { listenToKeys } from "./camera/keyboard";
import { chooseVerify } from "./core/ed25519";
import { Conductor } from "./flow/conductor";
import { Memory } from "./flow/memory";
import { Session } from "./flow/session";
import { stayAwake } from "./senses/awake";
import { watchBattery } from "./senses/battery";
import { proposedDeviceName } from "./senses/device";
import { Senses } from "./senses/feedback";
import { announceVerdict } from "./senses/measure";
import { watchSpace } from "./senses/space";
import { keepFresh } from "./senses/update";
import { openDatabase } from "./store/database";
import { askToPersist, firstSettings, restoreSettings } from "./store/settings";
import { Office } from "./sync/office";
import { Root, type Fixtures } from "./view/root";
import { feedbackBy } from "./view/voice";
import { wordsOf } from "./words";

declare const __VERSION__: string;
declare const __DECODER__: string;

const root = document.getElementById("app");

async function start(): Promise<void> {
  const database = await openDatabase();
  const memory = await Memory.load(database);
  const senses = new Senses();
  const office = new Office();
  const conductor: Conductor = new Conductor({
    memory,
    office,
    verify: await chooseVerify(globalThis.crypto?.subtle),
    feedback: feedbackBy(senses, () => conductor.state),
    now: Date.now,
    deliver: () => session.deliver(),
  });
  const session: Session = new Session(
    memory,
    office,
    () => conductor,
    Date.now,
    __VERSION__,
    watchBattery(),
  );
  const eye = new Eye(conductor, __DECODER__, (seen) => {
    if (conductor.state.screen.name === "join") return session.joining.saw(seen.text);
    announceVerdict.saw(seen);
    void conductor.scanned(seen.text);
  });
  const setSettings = await restoreSettings(database, conductor);
  conductor.set({ persistent: await askToPersist() });
  conductor.subscribe(() => (office.language = conductor.state.settings.language));
  office.language = conductor.state.settings.language;

  eye.follow();
  stayAwake(conductor);
  watchSpace(conductor);
  listen(conductor, session, senses);
  const fixtures: Fixtures = {
    conductor,
    session,
    video: eye.video,
    deviceName: nameOf(conductor),
    camera: {
      retry: () => void eye.open(),
      torch: () => eye.turnTorch(),
      choose: (cameraId) => {
        setSettings({ cameraId });
        void eye.open();
      },
    },
    setSettings,
    applyUpdate: keepFresh(conductor),
    appVersion: __VERSION__,
  };
  if (root) render(<Root fixtures={fixtures} memory={memory} />, root);
  takeLink(session);
  await session.start();
  addEventListener("hashchange", () => takeLink(session));
}

/** A code to join by stands behind the # and must not stay in the address. */
function takeLink(session: Session): void {
  const link = location.href;
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  session.joining.offer(link);
}

/** What happens to the page rather than on it. */
function listen(conductor: Conductor, session: Session, senses: Senses): void {
  addEventListener("online", () => session.wake());
  addEventListener("offline", () =>
    conductor.set({ line: { ...conductor.state.line, reachable: false } }),
  );
  document.addEventListener("visibilitychange", () => document.hidden || session.wake());
  addEventListener("pointerdown", () => senses.wake(), { capture: true });
  addEventListener("keydown", () => senses.wake(), { capture: true });
  listenToKeys(
    (text) => void conductor.scanned(text, true),
    (key) => {
      // Enter belongs to the button that has the focus, where one has it.
      if (key !== "Enter" || document.activeElement === document.body) conductor.key(key);
    },
  );
}

function nameOf({ state }: Conductor): string {
  return state.settings.deviceName || proposedDeviceName(wordsOf(state.settings.language));
}

start().catch(() => {
  // No storage, no record: better no gate view than one that forgets.
  if (root) root.textContent = wordsOf(firstSettings().language).join.storage;
});
